using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Daypass.Server.Hosting;

/// <summary>
/// Readies the database before the first request. SQLite: takes the folder for this one server and brings the file up to date.
/// PostgreSQL: refuses a role that the firm walls do not hold, and tables that are not up to date.
/// </summary>
internal sealed class DatabaseChecks(IOptions<DaypassOptions> options, Store store, ILogger<DatabaseChecks> log)
{
    private readonly DaypassOptions _options = options.Value;

    /// <summary>Before serving.</summary>
    /// <returns>The lock to be held as long as the server runs; null on PostgreSQL.</returns>
    public async Task<IDisposable?> Prepare()
    {
        var held = _options.UsesSqlite ? DataFolder.Take(_options) : null;
        await BringUpToDate(refuseStrongRole: true);
        if (!_options.UsesSqlite)
        {
            await WarnOwner();
        }

        return held;
    }

    /// <summary>Before a verb that uses the tables: also while a server runs on them.</summary>
    public async Task BringUpToDate(bool refuseStrongRole = false)
    {
        try
        {
            if (_options.UsesSqlite)
            {
                await store.Migrate();
                return;
            }

            if (refuseStrongRole)
            {
                await RefuseStrongRole();
            }

            var pending = await store.PendingMigrations();
            if (pending.Count > 0)
            {
                throw new RefusedToStart(Errors.PendingMigrations(pending.Count));
            }
        }
        catch (Exception why) when (why is DbException or TimeoutException or { InnerException: DbException })
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

    private async Task WarnOwner()
    {
        var owner = await store.ReadAcross(db => db.Database.SqlQuery<string>(
            $"select current_user::text as \"Value\" from pg_class where oid = 'security_events'::regclass and pg_has_role(relowner, 'MEMBER')").ToListAsync());
        if (owner.Count > 0)
        {
            log.LogWarning("{Warning}", Errors.RoleOwnsTables(owner[0]));
        }
    }
}
