using static Daypass.Domain.Tests.Times;

namespace Daypass.Domain.Tests;

// C2, C4, C14.
public class CodeLifeTests
{
    private static readonly CodeState[] Ended = [.. Enum.GetValues<CodeState>().Where(state => state is not (CodeState.Live or CodeState.Spent))];

    [Fact]
    public void Q9_a_code_lives_24_hours_and_not_a_microsecond_longer()
    {
        Assert.True(CodeLife.IsLive(CodeState.Live, Monday, Tuesday, Monday));
        Assert.True(CodeLife.IsLive(CodeState.Live, Monday, Tuesday, Tuesday.AddSeconds(-1)));
        Assert.True(CodeLife.IsLive(CodeState.Live, Monday, Tuesday, Tuesday.JustBefore()));
        Assert.False(CodeLife.IsLive(CodeState.Live, Monday, Tuesday, Tuesday));
        Assert.Equal(CodeEnding.Expired, CodeLife.WhyNotLive(CodeState.Live, Monday, Tuesday, Tuesday));
        Assert.Null(CodeLife.WhyNotLive(CodeState.Live, Monday, Tuesday, Tuesday.JustBefore()));
    }

    [Fact]
    public void A_shorter_life_ends_sooner_and_a_longer_one_is_not_believed()
    {
        Assert.False(CodeLife.IsLive(CodeState.Live, Monday, Monday.AddMinutes(10), Monday.AddMinutes(10)));
        Assert.False(CodeLife.IsLive(CodeState.Live, Monday, Monday.AddHours(25), Tuesday));
        Assert.False(CodeLife.CountsAsLive(CodeState.Spent, Monday, Monday.AddHours(25), Tuesday));
    }

    [Fact]
    public void A_server_whose_clock_is_a_little_behind_accepts_a_code_issued_just_now() =>
        Assert.True(CodeLife.IsLive(CodeState.Live, Monday, Tuesday, Monday.AddSeconds(-5)));

    [Fact]
    public void A_firm_may_set_a_life_from_10_minutes_to_24_hours()
    {
        Assert.True(CodeLife.MayBe(TimeSpan.FromMinutes(10)));
        Assert.True(CodeLife.MayBe(Day));
        Assert.False(CodeLife.MayBe(TimeSpan.FromMinutes(10) - Microsecond));
        Assert.False(CodeLife.MayBe(Day + Microsecond));
        Assert.Equal(Tuesday, CodeLife.ExpiresAt(Monday, Day));
        Assert.Throws<ArgumentOutOfRangeException>(() => CodeLife.ExpiresAt(Monday, Day + Microsecond));
    }

    [Fact]
    public void C4_a_spent_code_is_dead_for_sign_in_and_counts_as_live_until_it_expires()
    {
        Assert.False(CodeLife.IsLive(CodeState.Spent, Monday, Tuesday, Monday));
        Assert.True(CodeLife.CountsAsLive(CodeState.Spent, Monday, Tuesday, Tuesday.JustBefore()));
        Assert.False(CodeLife.CountsAsLive(CodeState.Spent, Monday, Tuesday, Tuesday));
        Assert.True(CodeLife.CountsAsLive(CodeState.Live, Monday, Tuesday, Monday));
        Assert.Equal(CodeEnding.Spent, CodeLife.WhyNotLive(CodeState.Spent, Monday, Tuesday, Monday));
        Assert.Equal(CodeEnding.Expired, CodeLife.WhyNotLive(CodeState.Spent, Monday, Tuesday, Tuesday));
    }

    [Fact]
    public void C9_a_code_that_ended_is_neither_live_nor_counts_whatever_the_clock_says()
    {
        foreach (var state in Ended)
        {
            foreach (var now in new[] { Monday.AddHours(-25), Monday, Tuesday.JustBefore(), Tuesday })
            {
                Assert.False(CodeLife.IsLive(state, Monday, Tuesday, now));
                Assert.False(CodeLife.CountsAsLive(state, Monday, Tuesday, now));
                Assert.NotNull(CodeLife.WhyNotLive(state, Monday, Tuesday, now));
            }
        }
    }

    [Theory]
    [InlineData(CodeState.Replaced, CodeEnding.Replaced)]
    [InlineData(CodeState.Removed, CodeEnding.Removed)]
    [InlineData(CodeState.Exhausted, CodeEnding.Exhausted)]
    [InlineData(CodeState.DevicePaired, CodeEnding.DeviceInUse)]
    [InlineData(CodeState.DeviceConfirmed, CodeEnding.DeviceInUse)]
    [InlineData(CodeState.AccountDeactivated, CodeEnding.Removed)]
    [InlineData(CodeState.IssuerLostAuthority, CodeEnding.Removed)]
    [InlineData(CodeState.PermissionsChanged, CodeEnding.Removed)]
    public void C14_the_page_says_what_became_of_the_code(CodeState state, CodeEnding said) =>
        Assert.Equal(said, CodeLife.WhyNotLive(state, Monday, Tuesday, Monday));

    [Fact]
    public void C14_an_ended_code_is_remembered_for_24_hours()
    {
        Assert.True(CodeLife.IsRemembered(Monday, Tuesday.JustBefore()));
        Assert.False(CodeLife.IsRemembered(Monday, Tuesday));
    }
}
