using System.Data;
using System.Data.Common;
using System.Runtime.CompilerServices;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Daypass.Server.Storage;

/// <summary>
/// SQLite's driver prepares the statement of every command anew, which takes longer than to run it. Here a command that is done with is
/// kept with what was prepared, for the next of the same text on the same connection. PostgreSQL's driver does so by itself.
/// </summary>
internal sealed class KeptStatements : DbCommandInterceptor
{
    internal static readonly KeptStatements Instance = new();

    /// <summary>Texts per connection. There are fewer; what came beyond would be prepared anew, as without this.</summary>
    private const int Most = 400;

    private readonly ConditionalWeakTable<SqliteConnection, Dictionary<string, Kept>> _idle = [];

    /// <summary>Hands the kept command out in place of the one that EF Core made.</summary>
    public override DbCommand CommandInitialized(CommandEndEventData eventData, DbCommand result)
    {
        using var made = (SqliteCommand)result;
        var idle = _idle.GetOrCreateValue(made.Connection!);
        if (!idle.Remove(made.CommandText, out var kept))
        {
            kept = new Kept(idle) { CommandText = made.CommandText, Connection = made.Connection };
        }

        (kept.Transaction, kept.CommandTimeout) = (made.Transaction, made.CommandTimeout);
        foreach (SqliteParameter parameter in made.Parameters)
        {
            kept.Parameters.Add(parameter);
        }

        return kept;
    }

    private sealed class Kept(Dictionary<string, Kept> idle) : SqliteCommand
    {
        protected override void Dispose(bool disposing)
        {
            // What is idle already is disposed of by its connection, which closes.
            if (!disposing || Connection?.State != ConnectionState.Open || idle.Count >= Most || !idle.TryAdd(CommandText, this))
            {
                base.Dispose(disposing);
            }
        }
    }
}
