using System.Net;
using Daypass.Server.Hosting;
using Daypass.TestHost;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Daypass.Server.Tests.Hosting;

/// <summary>H1: the operator learns who was turned away from the desk, and whoever it is cannot fill the log with it.</summary>
public sealed class WhoIsTurnedAway : IDisposable
{
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 3, 4, 10, 0, 0, TimeSpan.Zero));
    private readonly KeptLog _log = new();
    private readonly ILoggerFactory _factory;
    private readonly TurnedAway _turnedAway;

    public WhoIsTurnedAway()
    {
        _factory = LoggerFactory.Create(x => x.AddProvider(_log));
        _turnedAway = new TurnedAway(_clock, _factory.CreateLogger<TurnedAway>());
    }

    [Fact]
    public async Task An_address_is_named_once_in_a_minute_and_then_how_often_it_came()
    {
        Come("198.51.100.7", times: 500);
        Come("198.51.100.8", times: 1);
        Assert.Equal(["198.51.100.7", "198.51.100.8"], _log.Lines.Select(x => x.Values["ClientAddress"]));

        _clock.Advance(TurnedAway.Window);
        await _turnedAway.Do(CancellationToken.None);
        await _turnedAway.Do(CancellationToken.None);
        Assert.Equal(("198.51.100.7", "500"), (_log.Lines.Last().Values["ClientAddress"], _log.Lines.Last().Values["Times"]));
        Assert.Equal(3, _log.Lines.Count);
        Come("198.51.100.7", times: 2);
        Assert.Equal(4, _log.Lines.Count);
    }

    [Fact]
    public void Of_very_many_addresses_the_rest_are_counted_together_and_one_machine_s_network_is_one()
    {
        for (var i = 0; i < 10_000; i++)
        {
            Come($"10.1.{i / 256}.{i % 256}", times: 2);
            Come($"2001:db8:0:7::{i:x}", times: 1);
        }

        Assert.Equal(TurnedAway.MostAddresses, _log.Lines.Count);
        _clock.Advance(TurnedAway.Window);
        Come("198.51.100.7", times: 1);
        // 99 of the first network twice, the second's 10,000 as one; those not named in one line; the newcomer.
        Assert.Equal((2 * TurnedAway.MostAddresses) + 2, _log.Lines.Count);
        Assert.Contains(_log.Lines, x => x.Values.GetValueOrDefault("ClientAddress") == "2001:db8:0:7::" && x.Values.GetValueOrDefault("Times") == "10000");
        Assert.Contains(_log.Lines, x => x.Values.GetValueOrDefault("Times") == $"{2 * (10_000 - 99)}" && x.Text.Contains("of others are not named", StringComparison.Ordinal));
    }

    private void Come(string address, int times)
    {
        for (var i = 0; i < times; i++)
        {
            _turnedAway.Add(IPAddress.Parse(address));
        }
    }

    public void Dispose() => _factory.Dispose();
}
