using System.Runtime.InteropServices;

namespace Daypass.Server.Hosting;

/// <summary>Counts the streams of this server by what is waited for, so that one sign-in cannot hold thousands.</summary>
internal sealed class OpenStreams
{
    private readonly Lock _lock = new();
    private readonly Dictionary<Guid, int> _counts = [];

    /// <summary>Things that are waited for.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _counts.Count;
            }
        }
    }

    /// <summary>A place, left by disposing of it; null where all are taken.</summary>
    public IDisposable? Open(Guid what)
    {
        lock (_lock)
        {
            ref var count = ref CollectionsMarshal.GetValueRefOrAddDefault(_counts, what, out _);
            if (count >= WaitingPage.StreamsAtOnce)
            {
                return null;
            }

            count++;
            return new Place(this, what);
        }
    }

    private void Close(Guid what)
    {
        lock (_lock)
        {
            if (--_counts[what] == 0)
            {
                _counts.Remove(what);
            }
        }
    }

    private sealed class Place(OpenStreams streams, Guid what) : IDisposable
    {
        private int _left;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _left, 1) == 0)
            {
                streams.Close(what);
            }
        }
    }
}
