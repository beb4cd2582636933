using Microsoft.EntityFrameworkCore;

namespace Daypass.Server.CommandLine;

/// <summary>
/// What the role that serves may do on PostgreSQL: read and write rows, never the tables themselves, and of the audit record only
/// add to it (A1).
/// </summary>
internal static class Grants
{
    /// <summary>False: the server has no such role.</summary>
    public static Task<bool> To(Store store, string role) => store.WriteAcross(async db =>
    {
        if (!await db.Database.SqlQuery<string>($"select rolname::text as \"Value\" from pg_roles where rolname = {role}").AnyAsync())
        {
            return false;
        }

        var tables = db.Model.GetEntityTypes().Select(x => x.GetTableName()!).Distinct(StringComparer.Ordinal);
        var sql = string.Join('\n', Statements(tables, Quoted(role)));
        await db.Database.ExecuteSqlRawAsync(sql);
        return true;
    });

    private static IEnumerable<string> Statements(IEnumerable<string> tables, string role)
    {
        yield return $"GRANT USAGE ON SCHEMA public TO {role};";
        foreach (var table in tables)
        {
            var verbs = table == "security_events" ? "SELECT, INSERT" : "SELECT, INSERT, UPDATE, DELETE";
            // A grant of an earlier day may have been wider.
            yield return $"REVOKE ALL ON {Quoted(table)} FROM {role}; GRANT {verbs} ON {Quoted(table)} TO {role};";
        }

        // Serving looks whether migrations are pending.
        yield return $"GRANT SELECT ON \"__EFMigrationsHistory\" TO {role};";
        yield return $"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {role};";
    }

    private static string Quoted(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
