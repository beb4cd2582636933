namespace Daypass.Domain;

// C8: 5 wrong codes exhaust a temporary code. Temporary code, TOTP and backup code share one count per account: at most 10
// failures in 24 hours and 30 in 30 days, across reissues. At that cap typed codes are refused until a failure is old enough.

public static class TryCap
{
    /// <summary>Places for wrong codes per temporary code.</summary>
    public const int PerCode = 5;
    public const int PerDay = 10;
    public const int PerMonth = 30;
    public static readonly TimeSpan Day = TimeSpan.FromHours(24);
    public static readonly TimeSpan Month = TimeSpan.FromDays(30);

    /// <summary>How long a try waits for a place that is taken but undecided.</summary>
    public static readonly TimeSpan WaitForPlace = TimeSpan.FromSeconds(2);

    public static bool Reached(int failuresInDay, int failuresInMonth) => failuresInDay >= PerDay || failuresInMonth >= PerMonth;

    /// <summary>Until when typed codes are refused; null: they are accepted. A failure of exactly 24 hours ago is out of the day.</summary>
    /// <param name="failures">The times of the failures since the last fresh start, in any order.</param>
    /// <param name="now">The failures of the last 30 days before this count.</param>
    public static DateTimeOffset? Until(IEnumerable<DateTimeOffset> failures, DateTimeOffset now)
    {
        DateTimeOffset[] newestFirst = [.. failures.OrderDescending()];
        var byDay = CappedUntil(newestFirst, PerDay, Day, now);
        var byMonth = CappedUntil(newestFirst, PerMonth, Month, now);
        return byDay is null || byMonth > byDay ? byMonth : byDay;
    }

    /// <summary>Tries left before the account's cap, for the page (C14).</summary>
    public static int Left(int failuresInDay, int failuresInMonth) =>
        Math.Max(0, Math.Min(PerDay - failuresInDay, PerMonth - failuresInMonth));

    // With n allowed in a window, the n-th newest must leave it before another try fits in.
    private static DateTimeOffset? CappedUntil(DateTimeOffset[] newestFirst, int allowed, TimeSpan window, DateTimeOffset now) =>
        newestFirst.Length >= allowed && now < newestFirst[allowed - 1] + window ? newestFirst[allowed - 1] + window : null;
}
