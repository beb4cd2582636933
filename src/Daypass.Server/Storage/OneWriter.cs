using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Storage;

namespace Daypass.Server.Storage;

// SQLite has one writer at a time, and its driver waits for a busy database by sleeping about 150 ms. Writers of this process
// therefore queue here, before they begin. Readers need no transaction and never wait. It sits below the context, so that
// what a library writes passes the same gate.

/// <summary>Settings of each SQLite connection, and the gate's entrance.</summary>
internal sealed class SqliteSettings : IDbConnectionInterceptor, IDbTransactionInterceptor
{
    internal static readonly SqliteSettings Instance = new();
    internal static readonly SemaphoreSlim Gate = new(1, 1);

    public void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData)
    {
        using var command = connection.CreateCommand();
        // FULL: what was acknowledged survives a power cut under WAL. MEMORY: what a statement needs to undo itself goes to no file.
        command.CommandText = "PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA temp_store=MEMORY;";
        command.ExecuteNonQuery();
    }

    public Task ConnectionOpenedAsync(DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        ConnectionOpened(connection, eventData);
        return Task.CompletedTask;
    }

    public InterceptionResult<DbTransaction> TransactionStarting(DbConnection connection, TransactionStartingEventData eventData, InterceptionResult<DbTransaction> result)
    {
        Gate.Wait();
        return Begin(connection, eventData);
    }

    public async ValueTask<InterceptionResult<DbTransaction>> TransactionStartingAsync(DbConnection connection, TransactionStartingEventData eventData, InterceptionResult<DbTransaction> result, CancellationToken cancellationToken = default)
    {
        await Gate.WaitAsync(cancellationToken);
        return Begin(connection, eventData);
    }

    private static InterceptionResult<DbTransaction> Begin(DbConnection connection, TransactionStartingEventData eventData)
    {
        try
        {
            return InterceptionResult<DbTransaction>.SuppressWithResult(connection.BeginTransaction(eventData.IsolationLevel));
        }
        catch
        {
            Gate.Release();
            throw;
        }
    }
}

/// <summary>The gate's exit: whichever way a transaction ends, the next writer may go.</summary>
internal sealed class OneWriterTransactionFactory(RelationalTransactionFactoryDependencies dependencies) : IRelationalTransactionFactory
{
    private RelationalTransactionFactoryDependencies Dependencies { get; } = dependencies;

    public RelationalTransaction Create(IRelationalConnection connection, DbTransaction transaction, Guid transactionId,
        IDiagnosticsLogger<Microsoft.EntityFrameworkCore.DbLoggerCategory.Database.Transaction> logger, bool transactionOwned) =>
        new OneWriterTransaction(connection, transaction, transactionId, logger, transactionOwned, Dependencies.SqlGenerationHelper);

    private sealed class OneWriterTransaction(IRelationalConnection connection, DbTransaction transaction, Guid id,
        IDiagnosticsLogger<Microsoft.EntityFrameworkCore.DbLoggerCategory.Database.Transaction> logger, bool owned, ISqlGenerationHelper sql)
        : RelationalTransaction(connection, transaction, id, logger, owned, sql)
    {
        private readonly bool _owned = owned;
        private int _left;

        protected override void ClearTransaction()
        {
            Leave();
            base.ClearTransaction();
        }

        protected override async Task ClearTransactionAsync(CancellationToken cancellationToken = default)
        {
            Leave();
            await base.ClearTransactionAsync(cancellationToken);
        }

        public override void Dispose()
        {
            base.Dispose();
            Leave();
        }

        public override async ValueTask DisposeAsync()
        {
            await base.DisposeAsync();
            Leave();
        }

        private void Leave()
        {
            if (_owned && Interlocked.Exchange(ref _left, 1) == 0)
            {
                SqliteSettings.Gate.Release();
            }
        }

    }
}
