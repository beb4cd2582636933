using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Npgsql;

namespace Daypass.Server.Storage;

/// <summary>
/// Tells PostgreSQL whose rows may be seen: the policy "firm_wall" reads the first setting, "across_firms" the second. They are set in the
/// transaction and end with it, and where neither is set nothing is seen. They go with the first statement of a transaction; and with
/// each statement outside one, which is a transaction of its own.
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
            db.WallStands = command.Transaction is not null;
        }

        return result;
    }

    /// <summary>Passes over the settings, to what was asked for.</summary>
    public override async ValueTask<DbDataReader> ReaderExecutedAsync(
        DbCommand command, CommandExecutedEventData eventData, DbDataReader result, CancellationToken cancellationToken = default)
    {
        if (IsIn(command))
        {
            try
            {
                await result.NextResultAsync(cancellationToken);
            }
            catch
            {
                await result.DisposeAsync();
                throw;
            }

            NowStands(command, eventData);
        }

        return result;
    }

    public override ValueTask<int> NonQueryExecutedAsync(DbCommand command, CommandExecutedEventData eventData, int result, CancellationToken cancellationToken = default)
    {
        if (IsIn(command))
        {
            NowStands(command, eventData);
        }

        return ValueTask.FromResult(result);
    }

    // Nobody would pass over the settings.
    public override InterceptionResult<DbDataReader> ReaderExecuting(DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result) =>
        Allowed(command, eventData) ? result : throw NotLikeThis();

    public override InterceptionResult<object> ScalarExecuting(DbCommand command, CommandEventData eventData, InterceptionResult<object> result) =>
        Allowed(command, eventData) ? result : throw NotLikeThis();

    public override ValueTask<InterceptionResult<object>> ScalarExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<object> result, CancellationToken cancellationToken = default) =>
        Allowed(command, eventData) ? ValueTask.FromResult(result) : throw NotLikeThis();

    private static bool Allowed(DbCommand command, CommandEventData eventData) =>
        !IsIn(command) && (eventData is not { CommandSource: CommandSource.SaveChanges, Context: PostgreSqlDb db } || Stands(db, command));

    private static InvalidOperationException NotLikeThis() => new("PostgreSQL is asked asynchronously, and for rows.");

    private static bool Stands(PostgreSqlDb db, DbCommand command) => db.WallStands && command.Transaction is not null;

    private static bool IsIn(DbCommand command) => command.CommandText.StartsWith(Settings, StringComparison.Ordinal);

    private static void NowStands(DbCommand command, CommandExecutedEventData eventData)
    {
        if (command.Transaction is not null)
        {
            ((PostgreSqlDb)eventData.Context!).WallStands = true;
        }
    }

    private static void Put(PostgreSqlDb db, DbCommand command)
    {
        command.CommandText = Settings + command.CommandText;
        command.Parameters.Add(new NpgsqlParameter<string>("wall_firm", db.AcrossFirms ? "" : db.CurrentFirm.ToString()));
        command.Parameters.Add(new NpgsqlParameter<string>("wall_across", db.AcrossFirms ? "on" : ""));
    }
}
