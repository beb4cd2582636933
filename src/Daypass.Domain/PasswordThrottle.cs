namespace Daypass.Domain;

// P2: 10 consecutive wrong passwords lock an account for 30 minutes, for browsers that never signed in to it; a browser that
// did has a count of its own, so that a stranger cannot lock the owner out. 100 in a day lock for all, for 24 hours. A mailed
// link ends either lock; each is told at most once a day. A lock never ends a session. The same is counted for an email that
// nobody has (P1).

public static class PasswordThrottle
{
    public const int Consecutive = 10;
    public const int InADay = 100;
    public static readonly TimeSpan LockFor = TimeSpan.FromMinutes(30);
    public static readonly TimeSpan LockForAllFor = TimeSpan.FromHours(24);
    public static readonly TimeSpan Day = TimeSpan.FromHours(24);
    public static readonly TimeSpan BetweenMails = TimeSpan.FromHours(24);

    /// <summary>The lock of one count: of the unknown browsers together, or of one known browser.</summary>
    /// <param name="consecutiveWrong">Wrong passwords since the last right one or the last lock, this one included.</param>
    /// <param name="now">When the wrong password was decided.</param>
    public static DateTimeOffset? LockedUntil(int consecutiveWrong, DateTimeOffset now) =>
        consecutiveWrong >= Consecutive ? now + LockFor : null;

    /// <summary>The lock for all browsers.</summary>
    /// <param name="wrongInDay">Wrong passwords of the day from any browser, this one included.</param>
    /// <param name="now">When the wrong password was decided.</param>
    public static DateTimeOffset? LockedForAllUntil(int wrongInDay, DateTimeOffset now) =>
        wrongInDay >= InADay ? now + LockForAllFor : null;

    /// <summary>Whether a lock stands. The account is free again at the very moment it names.</summary>
    public static bool IsLocked(DateTimeOffset? until, DateTimeOffset now) => now < until;

    /// <summary>A day starts with its first wrong password; after 24 hours the count starts afresh.</summary>
    public static bool DayIsOver(DateTimeOffset dayFrom, DateTimeOffset now) => now >= dayFrom + Day;

    public static bool MayMail(DateTimeOffset? lastMailedAt, DateTimeOffset now) => lastMailedAt is not { } last || now >= last + BetweenMails;
}
