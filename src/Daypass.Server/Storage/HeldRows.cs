using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Npgsql;

namespace Daypass.Server.Storage;

/// <summary>
/// Rows read by a query with <c>TagWith(HeldRows.Tag)</c> are held until the transaction ends: nobody else changes or holds them
/// meanwhile. On PostgreSQL the query ends in <c>for no key update</c>, which LINQ cannot say. SQLite has one writer, who holds everything.
/// </summary>
internal sealed class HeldRows : DbCommandInterceptor
{
    public const string Tag = "held";

    internal static readonly HeldRows Instance = new();

    public override DbCommand CommandInitialized(CommandEndEventData eventData, DbCommand result)
    {
        // EF Core writes tags as comments before the statement, a line each.
        if (result.CommandText.StartsWith("--", StringComparison.Ordinal) && result.CommandText.Contains($"-- {Tag}", StringComparison.Ordinal))
        {
            Hold(result);
        }

        return result;
    }

    private static void Hold(DbCommand query)
    {
        if (query.Transaction is null)
        {
            throw new InvalidOperationException("Rows are held by a transaction that writes, and there is none.");
        }

        if (query is NpgsqlCommand)
        {
            query.CommandText += "\nFOR NO KEY UPDATE";
        }
    }
}
