using static Daypass.Domain.Tests.Times;

namespace Daypass.Domain.Tests;

// C8.
public class TryCapTests
{
    // Spread over weeks, with a burst in the last two days, so that either cap may be the later one.
    private static readonly Gen<DateTimeOffset[]> Failures = Gen.Select(
        Gen.Int[0, 45 * 24].Array[0, 40], Gen.Int[0, 48].Array[0, 20], (spread, burst) => spread.Concat(burst).Select(hours => Monday.AddHours(-hours)).ToArray());

    [Fact]
    public void Five_wrong_codes_exhaust_a_code() => Assert.Equal(5, TryCap.PerCode);

    [Fact]
    public void Ten_failures_in_a_day_or_thirty_in_thirty_days_reach_the_cap()
    {
        Assert.False(TryCap.Reached(9, 29));
        Assert.True(TryCap.Reached(10, 10));
        Assert.True(TryCap.Reached(0, 30));
        Assert.Equal(1, TryCap.Left(9, 20));
        Assert.Equal(2, TryCap.Left(3, 28));
        Assert.Equal(0, TryCap.Left(12, 31));
    }

    [Fact]
    public void The_tenth_newest_failure_must_be_24_hours_old()
    {
        DateTimeOffset[] failures = [.. Enumerable.Range(0, 10).Select(minutes => Monday.AddMinutes(minutes))];
        Assert.Equal(Tuesday, TryCap.Until(failures, Monday.AddMinutes(9)));
        Assert.Equal(Tuesday, TryCap.Until(failures, Tuesday.JustBefore()));
        Assert.Null(TryCap.Until(failures, Tuesday));
        Assert.Null(TryCap.Until(failures[1..], Monday.AddMinutes(9)));
    }

    [Fact]
    public void Thirty_failures_spread_over_a_month_are_capped_until_the_oldest_is_30_days_old()
    {
        DateTimeOffset[] failures = [.. Enumerable.Range(0, 30).Select(day => Monday.AddHours(day * 23))];
        Assert.Equal(Monday.AddDays(30), TryCap.Until(failures, failures[^1]));
        Assert.Null(TryCap.Until(failures, Monday.AddDays(30)));
    }

    [Fact]
    public void With_both_counts_reached_the_later_time_is_told()
    {
        DateTimeOffset[] failures = [.. Enumerable.Range(0, 10).Select(_ => Monday), .. Enumerable.Range(0, 20).Select(day => Monday.AddDays(-day - 2))];
        Assert.Equal(Monday.AddDays(-21).AddDays(30), TryCap.Until(failures, Monday));
        DateTimeOffset[] atTheEndOfTheMonth = [.. failures[..10], .. failures[10..].Select(at => at.AddDays(-8).AddHours(-18))];
        Assert.Equal(Tuesday, TryCap.Until(atTheEndOfTheMonth, Monday));
    }

    [Fact]
    public void The_time_told_is_the_first_at_which_neither_count_is_reached() =>
        Failures.Sample(failures =>
        {
            var until = TryCap.Until(failures, Monday);
            Assert.Equal(ReachedAt(failures, Monday), until is not null);
            if (until is not { } free)
                return;
            Assert.False(ReachedAt(failures, free));
            Assert.True(ReachedAt(failures, free.JustBefore()));
        });

    private static bool ReachedAt(DateTimeOffset[] failures, DateTimeOffset now) =>
        TryCap.Reached(failures.Count(at => now < at + TryCap.Day), failures.Count(at => now < at + TryCap.Month));
}
