using Xunit;

namespace Daypass.Domain.Tests;

/// <summary>H7: how long an agent's session lives, and when typed values lock.</summary>
public class AgentRuleTests
{
    private static readonly DateTimeOffset Now = new(2031, 3, 4, 9, 12, 0, TimeSpan.Zero);
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Fact]
    public void A_session_lives_for_half_an_hour_without_use_and_twelve_hours_at_most()
    {
        var end = Now + AgentRule.LongestSession;
        Assert.True(AgentRule.IsAlive(Now, end, Now + TimeSpan.FromMinutes(30) - Second));
        Assert.False(AgentRule.IsAlive(Now, end, Now + TimeSpan.FromMinutes(30)));
        Assert.True(AgentRule.IsAlive(end - Second, end, end - Second));
        Assert.False(AgentRule.IsAlive(end - Second, end, end));
        Assert.Equal(TimeSpan.FromHours(12), AgentRule.LongestSession);
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(4, 0)]
    [InlineData(5, 30)]
    [InlineData(6, 0)]
    [InlineData(9, 0)]
    [InlineData(10, 24 * 60)]
    [InlineData(11, 0)]
    [InlineData(15, 24 * 60)]
    [InlineData(100, 24 * 60)]
    public void Every_fifth_value_locks_the_first_time_for_half_an_hour_and_then_for_a_day(int taken, int minutes) =>
        Assert.Equal(minutes == 0 ? null : Now.AddMinutes(minutes), AgentRule.LockedUntil(taken, Now));
}
