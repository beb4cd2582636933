using System.Net;
using Daypass.Server.Help;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Daypass.Server.Tests.Help;

public sealed class Places
{
    private readonly FakeTimeProvider _clock = new();
    private readonly FeedbackPlaces _places;

    public Places() => _places = new FeedbackPlaces(_clock);

    [Fact]
    public void One_address_has_its_ten_whatever_others_say()
    {
        Assert.Equal(FeedbackPlaces.OfOneAddress, Enumerable.Range(0, 50).Count(_ => _places.Take(IPAddress.Parse("192.0.2.1"))));
        Assert.True(_places.Take(IPAddress.Parse("192.0.2.2")));
    }

    [Fact]
    public void All_addresses_of_one_IPv6_network_are_one() => Assert.Equal(FeedbackPlaces.OfOneAddress, Enumerable.Range(0, 50).Count(i => _places.Take(IPAddress.Parse($"2001:db8:7:9::{i:x}"))));

    [Fact]
    public void Many_addresses_together_have_an_end_too() => Assert.Equal(FeedbackPlaces.OfAll, Enumerable.Range(0, 2000).Count(i => _places.Take(IPAddress.Parse($"10.0.{i / 250}.{i % 250}"))));

    [Theory, InlineData(1), InlineData(-1)]
    public void The_next_hour_begins_afresh_also_where_the_clock_went_back(int hours)
    {
        var address = IPAddress.Parse("192.0.2.1");
        while (_places.Take(address))
        {
        }

        if (hours > 0)
        {
            _clock.Advance(TimeSpan.FromHours(1) - TimeSpan.FromSeconds(1));
            Assert.False(_places.Take(address));
            _clock.Advance(TimeSpan.FromSeconds(1));
        }
        else
        {
            _clock.AdjustTime(_clock.GetUtcNow() - TimeSpan.FromHours(1));
        }

        Assert.True(_places.Take(address));
    }
}
