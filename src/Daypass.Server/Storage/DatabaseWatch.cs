using System.Diagnostics;
using Npgsql;

namespace Daypass.Server.Storage;

/// <summary>Thrown where the database has fallen silent; the answer is 503 with Retry-After. What was under way has written nothing.</summary>
internal sealed class DatabaseSilent() : TimeoutException("The database has fallen silent.");

/// <summary>
/// Notices that PostgreSQL takes requests and answers none, and lets nobody wait for it longer than 2 s. Who waits for a row that
/// somebody else holds does not wait for a silent database, however long it takes: what counts is the last answer that anybody here got,
/// and where all wait, a question of the watch's own.
/// </summary>
internal sealed class DatabaseWatch : IDisposable
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(250);

    /// <summary>So long without an answer, while somebody waits for one, and the watch asks.</summary>
    private static readonly TimeSpan Quiet = TimeSpan.FromMilliseconds(500);

    /// <summary>So many ticks the question may stand. Ticks, not time: on a machine too busy for either, they come late as well.</summary>
    private const int LongestUnanswered = 4;

    private readonly ILogger<DatabaseWatch> _log;
    private readonly NpgsqlDataSource _own;
    private readonly PeriodicTimer _timer = new(Tick);
    private volatile CancellationTokenSource _silence = new();
    private long _heardAt = Stopwatch.GetTimestamp();
    private int _waiting;

    public DatabaseWatch(string connectionString, ILogger<DatabaseWatch> log)
    {
        _log = log;
        // One connection, kept: the question costs a round trip. It is given up soon, since its connection may be what is dead.
        _own = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(connectionString)
        {
            Pooling = true,
            MinPoolSize = 0,
            MaxPoolSize = 1,
            Timeout = 2,
            CommandTimeout = 2,
            CancellationTimeout = -1,
        });
        _ = Watch();
    }

    /// <summary>Waits for what is asked of the database as long as the database answers anybody.</summary>
    /// <param name="call">Gets what says that nobody waits for it any more: then it must not commit.</param>
    /// <exception cref="DatabaseSilent">The call was given up, or not begun.</exception>
    public async Task<T> Answer<T>(Func<CancellationToken, Task<T>> call)
    {
        var silence = _silence.Token;
        Interlocked.Increment(ref _waiting);
        try
        {
            silence.ThrowIfCancellationRequested();
            var answer = await call(silence).WaitAsync(silence);
            Volatile.Write(ref _heardAt, Stopwatch.GetTimestamp());
            return answer;
        }
        catch (OperationCanceledException) when (silence.IsCancellationRequested)
        {
            throw new DatabaseSilent();
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }
    }

    private async Task Watch()
    {
        var (question, unanswered) = (Task.CompletedTask, 0);
        while (await _timer.WaitForNextTickAsync())
        {
            var silent = _silence.IsCancellationRequested;
            var quiet = Stopwatch.GetElapsedTime(Volatile.Read(ref _heardAt));
            if (quiet < Quiet)
            {
                unanswered = 0;
                if (silent)
                {
                    _silence = new();
                    _log.LogWarning("The database answers again");
                }
            }
            else if (silent || Volatile.Read(ref _waiting) > 0)
            {
                question = question.IsCompleted ? Ask() : question;
                if (++unanswered > LongestUnanswered && !silent)
                {
                    _log.LogError("DAY105 The database does not answer. Requests get 503 until it does; look at its load, its disk and the network to it.");
                    await _silence.CancelAsync();
                }
            }
            else
            {
                unanswered = 0;
            }
        }
    }

    /// <summary>No answer if it fails otherwise: a timeout, a dead connection.</summary>
    private async Task Ask()
    {
        try
        {
            await using var question = _own.CreateCommand("select 1");
            await question.ExecuteScalarAsync();
        }
        catch (PostgresException)
        {
            // No is an answer too: too many connections, say.
        }

        Volatile.Write(ref _heardAt, Stopwatch.GetTimestamp());
    }

    public void Dispose()
    {
        _timer.Dispose();
        _own.Dispose();
    }
}
