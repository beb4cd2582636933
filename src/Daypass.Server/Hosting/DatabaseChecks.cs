using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Daypass.Server.Hosting;

/// <summary>
/// Readies the database before the first request. SQLite: takes the folder for this one server and brings the file up to date.
/// PostgreSQL: refuses a role that the firm walls do not hold, and tables that are not up to date.
/// </summary>
internal sealed class DatabaseChecks(IOptions<DaypassOptions> options, Store store)
{
    private readonly DaypassOptions _options = options.Value;

    /// <returns>The lock to be held as long as the server runs; null on PostgreSQL.</returns>
    public async Task<IDisposable?> Prepare()
    {
        if (_options.UsesSqlite)
        {
            var held = DataFolder.Take(_options);
            await store.Migrate();
            return held;
        }

        try
        {
            await RefuseStrongRole();
            var pending = await store.PendingMigrations();
            return pending.Count == 0 ? null : throw new RefusedToStart(Errors.PendingMigrations(pending.Count));
        }
        catch (Exception why) when (why is DbException or { InnerException: DbException })
        {
            throw new RefusedToStart(Errors.DatabaseNotReachable(why.Message));
        }
    }

    private async Task RefuseStrongRole()
    {
        var strong = await store.ReadAcross(db => db.Database.SqlQuery<string>(
            $"select rolname::text as \"Value\" from pg_roles where rolname = current_user and (rolsuper or rolbypassrls)").ToListAsync());
        if (strong.Count > 0)
        {
            throw new RefusedToStart(Errors.RoleTooStrong(strong[0]));
        }
    }
}
