using System.Net;

namespace Daypass.Server.Hosting;

/// <summary>
/// Tells the operator who was turned away from the support desk (H1). Whoever is turned away decides how often: so an address is named once
/// in a minute and how often it came when that is over, and beyond so many addresses they are counted together. What a log costs is then
/// bounded, and so is what is kept here.
/// </summary>
internal sealed class TurnedAway(TimeProvider clock, ILogger<TurnedAway> log) : IChore
{
    public const int MostAddresses = 100;
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private readonly Dictionary<IPAddress, int> _seen = [];
    private DateTimeOffset _from;
    private int _others;

    public void Add(IPAddress client)
    {
        bool isFirst;
        lock (_lock)
        {
            SayHowOften();
            isFirst = Count(Place(client));
        }

        if (isFirst)
        {
            log.LogWarning("Somebody at {ClientAddress} was turned away from the support desk: the address is in none of Daypass:Support:Networks", client);
        }
    }

    /// <summary>Also where nobody comes any more.</summary>
    public Task Do(CancellationToken stop)
    {
        lock (_lock)
        {
            SayHowOften();
        }

        return Task.CompletedTask;
    }

    /// <summary>Whether its name is to be said now.</summary>
    private bool Count(IPAddress place)
    {
        if (_seen.TryGetValue(place, out var times))
        {
            _seen[place] = times + 1;
            return false;
        }

        if (_seen.Count >= MostAddresses)
        {
            _others++;
            return false;
        }

        _seen[place] = 1;
        return true;
    }

    private void SayHowOften()
    {
        if (clock.GetUtcNow() - _from < Window)
        {
            return;
        }

        foreach (var (place, times) in _seen.Where(x => x.Value > 1))
        {
            log.LogWarning("{ClientAddress} was turned away from the support desk {Times} times within a minute", place, times);
        }

        if (_others > 0)
        {
            log.LogWarning("More than {Addresses} addresses were turned away from the support desk within a minute: {Times} requests of others are not named", MostAddresses, _others);
        }

        _seen.Clear();
        (_from, _others) = (clock.GetUtcNow(), 0);
    }

    /// <summary>Of IPv6 the network that one machine has for itself (64 bits): it can take any address in it.</summary>
    private static IPAddress Place(IPAddress client)
    {
        if (client.AddressFamily != System.Net.Sockets.AddressFamily.InterNetworkV6)
        {
            return client;
        }

        var bytes = client.GetAddressBytes();
        bytes.AsSpan(8).Clear();
        return new IPAddress(bytes);
    }
}

/// <summary>The mark on a request that was.</summary>
internal sealed class WasTurnedAway
{
    public static readonly WasTurnedAway Mark = new();
}
