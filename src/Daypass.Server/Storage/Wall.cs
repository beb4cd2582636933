using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Npgsql;

namespace Daypass.Server.Storage;

/// <summary>
/// Tells PostgreSQL whose rows may be seen: the policy "firm_wall" reads the first setting, "across_firms" the second. They are set in the
/// transaction and end with it, and where neither is set nothing is seen. They go before the first statement of a transaction, on the
/// same way to the database and back; and before each statement outside one, which is a transaction of its own.
/// </summary>
internal sealed class Wall : DbCommandInterceptor
{
    internal static readonly Wall Instance = new();

    private const string Settings = "select set_config('daypass.firm', @wall_firm, true), set_config('daypass.across_firms', @wall_across, true);\n";

    public override DbCommand CommandInitialized(CommandEndEventData eventData, DbCommand result)
    {
        if (eventData.Context is PostgreSqlDb db && !Stands(db, result) && eventData.CommandSource is not (CommandSource.SaveChanges or CommandSource.Migrations))
        {
            Put(db, result);
        }

        return result;
    }

    /// <summary>What EF Core saves at once is counted statement by statement: there the settings go ahead by themselves.</summary>
    public override async ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default)
    {
        if (eventData is { CommandSource: CommandSource.SaveChanges, Context: PostgreSqlDb db } && !Stands(db, command))
        {
            await using var ahead = command.Connection!.CreateCommand();
            ahead.Transaction = command.Transaction;
            Put(db, ahead);
            await ahead.ExecuteNonQueryAsync(cancellationToken);
        }

        return result;
    }

    /// <summary>Passes over the settings, to what was asked for.</summary>
    public override async ValueTask<DbDataReader> ReaderExecutedAsync(
        DbCommand command, CommandExecutedEventData eventData, DbDataReader result, CancellationToken cancellationToken = default)
    {
        if (command.CommandText.StartsWith(Settings, StringComparison.Ordinal))
        {
            await result.NextResultAsync(cancellationToken);
        }

        return result;
    }

    private static bool Stands(PostgreSqlDb db, DbCommand command) => db.WallStands && command.Transaction is not null;

    private static void Put(PostgreSqlDb db, DbCommand command)
    {
        command.CommandText = Settings + command.CommandText;
        command.Parameters.Add(new NpgsqlParameter<string>("wall_firm", db.AcrossFirms ? "" : db.CurrentFirm.ToString()));
        command.Parameters.Add(new NpgsqlParameter<string>("wall_across", db.AcrossFirms ? "on" : ""));
        db.WallStands = command.Transaction is not null;
    }
}
