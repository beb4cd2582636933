using Microsoft.EntityFrameworkCore;

namespace Daypass.Server.Storage;

/// <summary>
/// SQLite contexts between two uses. Their connections stay open: to open one costs as much as a statement, and it begins without the
/// pages that the last use left in memory. For the same reason the one put down last is taken first.
/// </summary>
internal sealed class OpenContexts(IDbContextFactory<SqliteDb> factory) : IDisposable
{
    /// <summary>What a crowd needs beyond is closed after it.</summary>
    private const int MostIdle = 16;

    private readonly Stack<SqliteDb> _idle = new();
    private bool _closed;

    public async Task<T> Use<T>(Func<SqliteDb, Task<T>> work)
    {
        var db = Take() ?? await Open();
        var done = false;
        try
        {
            var result = await work(db);
            db.ChangeTracker.Clear();
            done = true;
            return result;
        }
        finally
        {
            // After an exception nobody knows in what state it is.
            if (!done || !PutDown(db))
            {
                await db.DisposeAsync();
            }
        }
    }

    public void Dispose()
    {
        lock (_idle)
        {
            _closed = true;
            while (_idle.TryPop(out var db))
            {
                db.Dispose();
            }
        }
    }

    private async Task<SqliteDb> Open()
    {
        var db = await factory.CreateDbContextAsync();
        await db.Database.OpenConnectionAsync();
        return db;
    }

    private SqliteDb? Take()
    {
        lock (_idle)
        {
            return _idle.TryPop(out var db) ? db : null;
        }
    }

    private bool PutDown(SqliteDb db)
    {
        lock (_idle)
        {
            if (_closed || _idle.Count >= MostIdle)
            {
                return false;
            }

            _idle.Push(db);
            return true;
        }
    }
}
