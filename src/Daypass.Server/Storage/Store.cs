using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Daypass.Server.Storage;

/// <summary>
/// The way to the database. Every call is seen by one firm, and one that writes is one transaction; on PostgreSQL the firm is set in the
/// transaction (<see cref="Wall"/>), and row-level security holds the wall whatever the query says. A call that ends in an exception has
/// written nothing: what the database throws is caught outside, never within. PostgreSQL may ask for another run, on a fresh context: what
/// is handed in keeps nothing of a run but its result.
/// </summary>
internal abstract class Store
{
    /// <summary>Reads rows of one firm.</summary>
    public Task<T> Read<T>(Guid firm, Func<DaypassDb, Task<T>> work) => Run(firm, across: false, writes: false, work);

    /// <summary>Writes rows of one firm, all or nothing. Pending changes are saved at the end.</summary>
    public Task<T> Write<T>(Guid firm, Func<DaypassDb, Task<T>> work) => Run(firm, across: false, writes: true, work);

    /// <summary>Reads rows of all firms: jobs, the command line, the start page.</summary>
    public Task<T> ReadAcross<T>(Func<DaypassDb, Task<T>> work) => Run(Guid.Empty, across: true, writes: false, work);

    /// <summary>Writes rows of all firms: jobs and the command line.</summary>
    public Task<T> WriteAcross<T>(Func<DaypassDb, Task<T>> work) => Run(Guid.Empty, across: true, writes: true, work);

    public Task Write(Guid firm, Func<DaypassDb, Task> work) => Write(firm, async db => { await work(db); return true; });

    public Task WriteAcross(Func<DaypassDb, Task> work) => WriteAcross(async db => { await work(db); return true; });

    /// <summary>Creates or updates the tables.</summary>
    public abstract Task Migrate();

    /// <summary>Names of migrations that the database lacks.</summary>
    public abstract Task<IReadOnlyList<string>> PendingMigrations();

    /// <summary>Runs <paramref name="work"/> on a context that looks through the eyes of one firm, or of all.</summary>
    protected abstract Task<T> Run<T>(Guid firm, bool across, bool writes, Func<DaypassDb, Task<T>> work);

    protected static async Task<T> Transact<T>(DaypassDb db, Func<DaypassDb, Task<T>> work, CancellationToken givenUp = default)
    {
        // Nothing is saved in part, so nothing need be taken back in part.
        db.Database.AutoSavepointsEnabled = false;
        await using var transaction = await db.Database.BeginTransactionAsync();
        var result = await work(db);
        await db.SaveChangesAsync(acceptAllChangesOnSuccess: false);

        // Nobody waits for it any more, so nothing is done that nobody was told of.
        givenUp.ThrowIfCancellationRequested();
        await transaction.CommitAsync(CancellationToken.None);
        return result;
    }
}

internal sealed class SqliteStore(OpenContexts open, IDbContextFactory<SqliteDb> contexts, ClockAlarm alarm) : Store
{
    protected override Task<T> Run<T>(Guid firm, bool across, bool writes, Func<DaypassDb, Task<T>> work) => open.Use(db =>
    {
        (db.CurrentFirm, db.AcrossFirms, db.ClocksDisagree) = (firm, across, alarm.IsOn);
        return writes ? Transact(db, work) : work(db);
    });

    public override async Task Migrate()
    {
        await using var db = await contexts.CreateDbContextAsync();
        await db.Database.ExecuteSqlRawAsync("PRAGMA journal_mode=WAL");
        await db.Database.MigrateAsync();
    }

    public override async Task<IReadOnlyList<string>> PendingMigrations()
    {
        await using var db = await contexts.CreateDbContextAsync();
        return [.. await db.Database.GetPendingMigrationsAsync()];
    }
}

internal sealed class PostgreSqlStore(IDbContextFactory<PostgreSqlDb> contexts, ClockAlarm alarm, DatabaseWatch watch) : Store
{
    /// <summary>Who gave way may be so quick again that both meet once more; hardly ever more often.</summary>
    private const int MostRuns = 4;

    protected override Task<T> Run<T>(Guid firm, bool across, bool writes, Func<DaypassDb, Task<T>> work) => watch.Answer(async givenUp =>
    {
        for (var run = 1; ; run++)
        {
            try
            {
                return await Once(firm, across, writes, work, givenUp);
            }
            catch (Exception why) when (run < MostRuns && MayTryAgain(why))
            {
                // All of it is undone.
            }
        }
    });

    /// <summary>
    /// Two waited for each other and this one was chosen to give way, or both made the same first row; or a migration gave a table more
    /// columns than a prepared statement knew of, which is then prepared anew.
    /// </summary>
    private static bool MayTryAgain(Exception? why)
    {
        while (why is not null and not PostgresException)
        {
            why = why.InnerException;
        }

        return why is PostgresException
        {
            SqlState: PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.UniqueViolation or PostgresErrorCodes.FeatureNotSupported,
        };
    }

    private async Task<T> Once<T>(Guid firm, bool across, bool writes, Func<DaypassDb, Task<T>> work, CancellationToken givenUp)
    {
        await using var db = await contexts.CreateDbContextAsync();
        (db.CurrentFirm, db.AcrossFirms, db.ClocksDisagree) = (firm, across, alarm.IsOn);
        return writes ? await Transact(db, work, givenUp) : await work(db);
    }

    public override async Task Migrate()
    {
        await using var db = await contexts.CreateDbContextAsync();
        await db.Database.MigrateAsync();
    }

    public override async Task<IReadOnlyList<string>> PendingMigrations()
    {
        await using var db = await contexts.CreateDbContextAsync();
        return [.. await db.Database.GetPendingMigrationsAsync()];
    }
}
