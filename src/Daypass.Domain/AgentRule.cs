namespace Daypass.Domain;

// H7: an agent of the support desk signs in with a password and an authenticator, always both. Sessions are shorter than those of
// logins (S1). Typed values are rare at the desk, so their lock is strict: five since the last right one lock for half an hour, and from
// the tenth on every fifth for a day. With the password known, that is 5 guesses a day at one of three values in a million.

public static class AgentRule
{
    public static readonly TimeSpan LongestSession = TimeSpan.FromHours(12);
    public static readonly TimeSpan Idle = TimeSpan.FromMinutes(30);

    /// <summary>From the password to the end of the sign-in, or of the enrolment.</summary>
    public static readonly TimeSpan SignInLife = TimeSpan.FromMinutes(15);

    /// <summary>The link that the operator hands on.</summary>
    public static readonly TimeSpan EnrolLife = TimeSpan.FromHours(24);

    /// <summary>Typed values between two locks.</summary>
    public const int ValuesInARow = 5;
    public static readonly TimeSpan FirstLock = TimeSpan.FromMinutes(30);
    public static readonly TimeSpan FurtherLocks = TimeSpan.FromHours(24);

    public static bool IsAlive(DateTimeOffset lastSeenAt, DateTimeOffset expiresAt, DateTimeOffset now) =>
        now < expiresAt && now < lastSeenAt + Idle;

    /// <summary>The lock that comes with a typed value, before it is known whether it is right: a right one lifts it. Null: none.</summary>
    /// <param name="taken">Values typed since the last right one, this one included.</param>
    /// <param name="now">When it is typed.</param>
    public static DateTimeOffset? LockedUntil(int taken, DateTimeOffset now) =>
        taken <= 0 || taken % ValuesInARow != 0 ? null
        : taken == ValuesInARow ? now + FirstLock
        : now + FurtherLocks;
}
