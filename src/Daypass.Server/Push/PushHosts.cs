using System.Runtime.InteropServices;

namespace Daypass.Server.Push;

/// <summary>
/// Keeps a slow push service from holding up the others: each has some places at once and some to wait in, and all of them together no
/// more than <see cref="AtMost"/>. What finds no place is not sent; the app shows what waits when it is opened.
/// </summary>
internal sealed class PushHosts
{
    public const int AtOnce = 16;
    public const int PerHost = 256;
    public const int AtMost = 1024;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, Host> _hosts = new(StringComparer.Ordinal);
    private int _count;

    /// <summary>Pushes under way, or waiting.</summary>
    public int Count => _count;

    /// <summary>A place at the host of this name; null where there is none. <see cref="Leave"/> follows.</summary>
    public Host? Enter(string name)
    {
        lock (_lock)
        {
            if (_count >= AtMost)
            {
                return null;
            }

            ref var host = ref CollectionsMarshal.GetValueRefOrAddDefault(_hosts, name, out _);
            host ??= new Host(name);
            if (host.Count >= PerHost)
            {
                return null;
            }

            _count++;
            host.Count++;
            return host;
        }
    }

    public void Leave(Host host)
    {
        lock (_lock)
        {
            _count--;
            host.Count--;
            // Those in trouble are remembered, so that it is told once; not without end, for anybody can name hosts.
            if (host.Count == 0 && (!host.IsInTrouble || _hosts.Count > AtMost))
            {
                _hosts.Remove(host.Name);
            }
        }
    }

    internal sealed class Host(string name)
    {
        private int _trouble;

        public string Name { get; } = name;
        public int Count { get; set; }

        /// <summary>Taken while a request is under way.</summary>
        public SemaphoreSlim Turns { get; } = new(AtOnce, AtOnce);
        public bool IsInTrouble => _trouble != 0;

        /// <summary>Notes how it stands; whether that is news.</summary>
        public bool Note(bool trouble) => Interlocked.Exchange(ref _trouble, trouble ? 1 : 0) != (trouble ? 1 : 0);
    }
}
