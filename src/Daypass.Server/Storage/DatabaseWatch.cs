using System.Diagnostics;
using System.Net.Sockets;
using Npgsql;

namespace Daypass.Server.Storage;

/// <summary>Thrown where the database has fallen silent; the answer is 503 with Retry-After. What was under way has written nothing.</summary>
internal sealed class DatabaseSilent() : TimeoutException("The database has fallen silent.");

/// <summary>
/// Notices that PostgreSQL takes requests and answers none, and lets nobody wait for it longer than 2 s. Who waits for a row that
/// somebody else holds does not wait for a silent database, however long it takes: what counts is the last answer that anybody here got,
/// and where all wait, a question of the watch's own. It has a thread and a connection of its own, so that a server which is merely busy
/// does not take itself for a silent database.
/// </summary>
internal sealed class DatabaseWatch : IDisposable
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(200);

    /// <summary>So long without an answer, while somebody waits for one, and the watch asks.</summary>
    private static readonly TimeSpan Quiet = TimeSpan.FromMilliseconds(500);

    /// <summary>So long its question may stand.</summary>
    private const int PatienceSeconds = 1;

    private readonly ILogger<DatabaseWatch> _log;
    private readonly string _connection;
    private readonly ManualResetEventSlim _stop = new();
    private volatile CancellationTokenSource _silence = new();
    private long _heardAt;
    private int _waiting;

    public DatabaseWatch(string connectionString, ILogger<DatabaseWatch> log)
    {
        _log = log;
        _connection = new NpgsqlConnectionStringBuilder(connectionString)
        {
            Pooling = true,
            MinPoolSize = 0,
            MaxPoolSize = 1,
            Timeout = PatienceSeconds,
            CommandTimeout = PatienceSeconds,
            CancellationTimeout = -1,
        }.ToString();
        new Thread(Watch) { Name = "database watch", IsBackground = true }.Start();
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

    private void Watch()
    {
        using var own = NpgsqlDataSource.Create(_connection);
        // The first question only opens the connection: a server that starts is slow by itself.
        var (opened, unansweredSince) = (false, 0L);
        while (!_stop.Wait(Tick))
        {
            var asked = Stopwatch.GetTimestamp();
            if (opened && !Silent && (Volatile.Read(ref _waiting) == 0 || Stopwatch.GetElapsedTime(Volatile.Read(ref _heardAt)) < Quiet))
            {
                unansweredSince = 0;
            }
            else if (IsAnswered(own) || Volatile.Read(ref _heardAt) > asked)
            {
                (opened, unansweredSince) = (true, 0);
                Volatile.Write(ref _heardAt, Stopwatch.GetTimestamp());
                EndSilence();
            }
            else if (opened && Stopwatch.GetElapsedTime(unansweredSince = unansweredSince == 0 ? asked : unansweredSince).TotalSeconds >= PatienceSeconds)
            {
                BeginSilence();
            }
        }
    }

    private static bool IsAnswered(NpgsqlDataSource own)
    {
        try
        {
            using var question = own.CreateCommand("select 1");
            question.ExecuteScalar();
            return true;
        }
        catch (Exception why) when (why is NpgsqlException or TimeoutException or IOException or SocketException)
        {
            // No is an answer too: too many connections, say.
            return why is PostgresException;
        }
    }

    private bool Silent => _silence.IsCancellationRequested;

    private void BeginSilence()
    {
        if (!Silent)
        {
            _log.LogError("DAY105 The database does not answer. Requests get 503 until it does; look at its load, its disk and the network to it.");
            _ = _silence.CancelAsync();
        }
    }

    private void EndSilence()
    {
        if (Silent)
        {
            _silence = new();
            _log.LogWarning("The database answers again");
        }
    }

    public void Dispose() => _stop.Set();
}
