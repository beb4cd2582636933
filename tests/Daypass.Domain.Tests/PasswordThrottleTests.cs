using static Daypass.Domain.Tests.Times;

namespace Daypass.Domain.Tests;

// P2.
public class PasswordThrottleTests
{
    [Fact]
    public void The_tenth_wrong_password_in_a_row_locks_for_30_minutes()
    {
        Assert.Null(PasswordThrottle.LockedUntil(9, Monday));
        Assert.Equal(Monday.AddMinutes(30), PasswordThrottle.LockedUntil(10, Monday));
        Assert.Equal(Monday.AddMinutes(30), PasswordThrottle.LockedUntil(11, Monday));
    }

    [Fact]
    public void The_hundredth_in_a_day_locks_for_all_for_24_hours()
    {
        Assert.Null(PasswordThrottle.LockedForAllUntil(99, Monday));
        Assert.Equal(Tuesday, PasswordThrottle.LockedForAllUntil(100, Monday));
    }

    [Fact]
    public void A_lock_is_over_at_the_time_it_names()
    {
        Assert.True(PasswordThrottle.IsLocked(Tuesday, Tuesday.JustBefore()));
        Assert.False(PasswordThrottle.IsLocked(Tuesday, Tuesday));
        Assert.False(PasswordThrottle.IsLocked(null, Monday));
    }

    [Fact]
    public void A_day_and_the_silence_between_two_mails_last_24_hours()
    {
        Assert.False(PasswordThrottle.DayIsOver(Monday, Tuesday.JustBefore()));
        Assert.True(PasswordThrottle.DayIsOver(Monday, Tuesday));
        Assert.True(PasswordThrottle.MayMail(null, Monday));
        Assert.False(PasswordThrottle.MayMail(Monday, Tuesday.JustBefore()));
        Assert.True(PasswordThrottle.MayMail(Monday, Tuesday));
    }
}
