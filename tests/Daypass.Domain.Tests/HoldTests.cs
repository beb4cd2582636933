using static Daypass.Domain.Tests.Times;

namespace Daypass.Domain.Tests;

public class HoldTests
{
    private static readonly Gen<Hold> AnyHold = Gen.OneOf(
        Gen.Const(Hold.None), Gen.Const(Hold.Open), Gen.Int[-100, 100].Select(hours => Hold.To(Monday.AddHours(hours))));

    [Fact]
    public void N10_a_hold_is_over_at_its_very_end_and_not_a_microsecond_before()
    {
        Assert.Equal(HoldState.Running, Hold.To(Tuesday).State(Tuesday.JustBefore()));
        Assert.Equal(HoldState.Over, Hold.To(Tuesday).State(Tuesday));
    }

    [Fact]
    public void An_open_hold_is_never_over()
    {
        Assert.True(Hold.Open.IsOpen);
        Assert.Equal(HoldState.Running, Hold.Open.State(Hold.OpenEnd));
        Assert.Equal(HoldState.Running, Hold.Open.State(DateTimeOffset.MaxValue));
        Assert.Equal(Hold.Open, Hold.To(DateTimeOffset.MaxValue));
    }

    [Fact]
    public void No_hold_is_what_a_fresh_login_has()
    {
        Assert.Equal(default, Hold.None);
        Assert.True(Hold.None.IsNone);
        Assert.False(Hold.None.IsOpen);
        Assert.Equal(HoldState.None, Hold.None.State(Monday));
    }

    [Fact]
    public void The_later_of_two_holds_is_one_of_them_and_before_neither() =>
        Gen.Select(AnyHold, AnyHold).Sample((one, other) =>
        {
            var later = one.LaterOf(other);
            Assert.Equal(later, other.LaterOf(one));
            Assert.True(later == one || later == other);
            Assert.True(Rank(later) >= Rank(one) && Rank(later) >= Rank(other));
        });

    private static DateTimeOffset Rank(Hold hold) => hold.Until ?? DateTimeOffset.MinValue;
}
