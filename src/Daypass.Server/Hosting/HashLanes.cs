namespace Daypass.Server.Hosting;

/// <summary>Thrown where more password hashes wait than could be done in a reasonable time; the answer is 503 with Retry-After.</summary>
internal sealed class HashLanesBusy() : Exception("All hash lanes are taken and their queue is full.");

/// <summary>
/// Password hashes cost a processor for tens of milliseconds each. They run on as many threads of their own as there are processors,
/// so a flood of sign-ins never takes the threads that answer pages. Two queues, both bounded: browsers that signed in before come
/// first, so strangers cannot keep people out.
/// </summary>
internal sealed class HashLanes : IDisposable
{
    /// <summary>What a refused browser is told to wait.</summary>
    public const int RetryAfterSeconds = 2;

    /// <summary>Hashes a lane may have before it, per queue: 32 x 20 to 40 ms is about a second, and fifty people at once find room on two processors.</summary>
    public const int PlacesPerLane = 32;

    private readonly Lock _lock = new();
    private readonly SemaphoreSlim _work = new(0);
    private readonly Queue<Action> _known = new();
    private readonly Queue<Action> _unknown = new();
    private readonly int _places;
    private int _knownEntered;
    private int _unknownEntered;
    private bool _closed;

    public HashLanes() : this(Environment.ProcessorCount)
    {
    }

    internal HashLanes(int lanes, int placesPerLane = PlacesPerLane)
    {
        _places = lanes * placesPerLane;
        for (var i = 1; i <= lanes; i++)
        {
            new Thread(Drive) { Name = $"hash lane {i}", IsBackground = true }.Start();
        }
    }

    /// <summary>Takes a place in the queue, to be given back by disposing it. Take it before a try is reserved: who is refused here loses none.</summary>
    /// <exception cref="HashLanesBusy">The queue is full.</exception>
    public Place Enter(bool knownBrowser)
    {
        lock (_lock)
        {
            ref var entered = ref (knownBrowser ? ref _knownEntered : ref _unknownEntered);
            if (entered >= _places)
            {
                throw new HashLanesBusy();
            }

            entered++;
        }

        return new Place(this, knownBrowser);
    }

    /// <summary>Enters and runs one hash.</summary>
    /// <exception cref="HashLanesBusy">The queue is full.</exception>
    public async Task<T> Run<T>(bool knownBrowser, Func<T> hash)
    {
        using var place = Enter(knownBrowser);
        return await place.Run(hash);
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _closed = true;
        }

        _work.Release(int.MaxValue / 2);
    }

    private void Drive()
    {
        LowerPriority.OfThisThread();
        while (true)
        {
            _work.Wait();
            Action? next;
            lock (_lock)
            {
                if (!_known.TryDequeue(out next) && !_unknown.TryDequeue(out next) && _closed)
                {
                    return;
                }
            }

            next?.Invoke();
        }
    }

    internal sealed class Place(HashLanes lanes, bool known) : IDisposable
    {
        private bool _left;

        public Task<T> Run<T>(Func<T> hash)
        {
            var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
            lock (lanes._lock)
            {
                ObjectDisposedException.ThrowIf(lanes._closed, lanes);
                (known ? lanes._known : lanes._unknown).Enqueue(() =>
                {
                    try
                    {
                        done.SetResult(hash());
                    }
                    catch (Exception why)
                    {
                        done.SetException(why);
                    }
                });
            }

            lanes._work.Release();
            return done.Task;
        }

        public void Dispose()
        {
            if (_left)
            {
                return;
            }

            _left = true;
            lock (lanes._lock)
            {
                _ = known ? lanes._knownEntered-- : lanes._unknownEntered--;
            }
        }
    }
}
