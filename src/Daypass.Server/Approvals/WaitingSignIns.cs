using Microsoft.EntityFrameworkCore;

namespace Daypass.Server.Approvals;

/// <summary>
/// Where pages wait for the phone's answer. An answer that arrives at this server is passed on at once; those that arrive at others are
/// read from the database, by one reader for all who wait here, and only while somebody does.
/// </summary>
internal sealed class WaitingSignIns(Store store, TimeProvider clock, ILogger<WaitingSignIns> log) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromMilliseconds(250);

    /// <summary>An answer is seen only once it is committed, and servers' clocks differ: so much is read again at each look.</summary>
    private static readonly TimeSpan LookedBack = TimeSpan.FromSeconds(10);

    private readonly Lock _lock = new();
    private readonly Dictionary<Guid, Seat> _seats = [];
    private readonly SemaphoreSlim _somebody = new(0);

    /// <summary>
    /// Takes a place before the question's state is read, so that no answer falls between. It is left by disposing of it.
    /// </summary>
    public Seat Sit(Guid request)
    {
        lock (_lock)
        {
            if (!_seats.TryGetValue(request, out var seat))
            {
                _seats[request] = seat = new Seat(this, request);
                if (_seats.Count == 1)
                {
                    _somebody.Release();
                }
            }

            seat.Sitting++;
            return seat;
        }
    }

    /// <summary>Passes on that the question was answered.</summary>
    public void Answered(Guid request)
    {
        lock (_lock)
        {
            _seats.GetValueOrDefault(request)?.Call();
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await _somebody.WaitAsync(stoppingToken);
            while (SomebodyWaits())
            {
                await Task.Delay(Every, stoppingToken);
                try
                {
                    await LookAtOthers(stoppingToken);
                }
                catch (Exception why) when (why is not OperationCanceledException)
                {
                    log.LogError(why, "Answers that came to other servers could not be read; tried again in {Milliseconds} ms", Every.TotalMilliseconds);
                }
            }
        }
    }

    private async Task LookAtOthers(CancellationToken stop)
    {
        var from = clock.Now() - LookedBack;
        foreach (var request in await store.ReadAcross(db => db.ApprovalRequests.Where(x => x.AnsweredAt >= from).Select(x => x.Id).ToListAsync(stop)))
        {
            Answered(request);
        }
    }

    private bool SomebodyWaits()
    {
        lock (_lock)
        {
            return _seats.Count > 0;
        }
    }

    /// <summary>A place of those who wait for the answer to one question: one page, or the same one in two tabs.</summary>
    internal sealed class Seat(WaitingSignIns room, Guid request) : IDisposable
    {
        private readonly TaskCompletionSource _called = new(TaskCreationOptions.RunContinuationsAsynchronously);

        internal int Sitting { get; set; }

        /// <summary>Whether the answer is there.</summary>
        public bool IsCalled => _called.Task.IsCompleted;

        /// <summary>Returns when the answer is there, or after this long.</summary>
        public async Task Wait(TimeSpan atMost, CancellationToken stop)
        {
            try
            {
                await _called.Task.WaitAsync(atMost > TimeSpan.Zero ? atMost : TimeSpan.Zero, stop);
            }
            catch (TimeoutException)
            {
                // Whoever waits looks again.
            }
        }

        internal void Call() => _called.TrySetResult();

        public void Dispose()
        {
            lock (room._lock)
            {
                if (--Sitting == 0)
                {
                    room._seats.Remove(request);
                }
            }
        }
    }
}
