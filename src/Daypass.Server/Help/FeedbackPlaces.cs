using System.Net;
using System.Net.Sockets;

namespace Daypass.Server.Help;

/// <summary>
/// How much may be said about the articles within an hour: by one address, and by all. Kept in memory and forgotten with the hour, since
/// no address is kept (K2); so each server counts for itself, and what is counted never grows beyond <see cref="OfAll"/>.
/// </summary>
internal sealed class FeedbackPlaces(TimeProvider clock)
{
    public const int OfOneAddress = 10;
    public const int OfAll = 300;
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    private readonly Lock _lock = new();
    private readonly Dictionary<IPAddress, int> _taken = [];
    private DateTimeOffset _began;
    private int _all;

    public bool Take(IPAddress from)
    {
        lock (_lock)
        {
            var now = clock.Now();
            // Also where the clock was set back.
            if ((now - _began).Duration() >= Hour)
            {
                (_began, _all) = (now, 0);
                _taken.Clear();
            }

            var network = NetworkOf(from);
            var taken = _taken.GetValueOrDefault(network);
            if (taken >= OfOneAddress || _all >= OfAll)
            {
                return false;
            }

            (_taken[network], _all) = (taken + 1, _all + 1);
            return true;
        }
    }

    /// <summary>Whoever has one IPv6 address has the 2^64 beside it.</summary>
    private static IPAddress NetworkOf(IPAddress address)
    {
        var bytes = address.GetAddressBytes();
        if (address.AddressFamily == AddressFamily.InterNetworkV6)
        {
            bytes.AsSpan(8).Clear();
        }

        return new IPAddress(bytes);
    }
}
