namespace Daypass.Domain;

// C2: a code lives 24 hours from the moment it was issued: accepted at 24 h - 1 s, refused at 24 h. A firm may set a shorter
// life, from 10 minutes, never a longer one.
// C4: a one-time code that was redeemed is spent: dead for sign-in, but until its expiry it counts as live for D2, D3, S1, C9.
// C14: after the right password the page says why a code is not live; its hash is kept 24 hours for this.

/// <summary>Why a code is refused, as far as the person is told.</summary>
public enum CodeEnding
{
    Expired = 1,
    Spent = 2,
    Replaced = 3,

    /// <summary>Also where a deactivation or a change of authority ended it: the reason is the firm's business.</summary>
    Removed = 4,
    Exhausted = 5,

    /// <summary>An authenticator was paired (D4) or confirmed (N2).</summary>
    DeviceInUse = 6,
}

public static class CodeLife
{
    public static readonly TimeSpan Longest = TimeSpan.FromHours(24);
    public static readonly TimeSpan Shortest = TimeSpan.FromMinutes(10);
    public static readonly TimeSpan Remembered = TimeSpan.FromHours(24);

    /// <summary>Whether a firm may set this life.</summary>
    public static bool MayBe(TimeSpan life) => life >= Shortest && life <= Longest;

    public static DateTimeOffset ExpiresAt(DateTimeOffset issuedAt, TimeSpan life) =>
        MayBe(life) ? issuedAt + life : throw new ArgumentOutOfRangeException(nameof(life), life, "C2: a code lives from 10 minutes to 24 hours.");

    /// <summary>Good for signing in.</summary>
    public static bool IsLive(CodeState state, DateTimeOffset issuedAt, DateTimeOffset expiresAt, DateTimeOffset now) =>
        state == CodeState.Live && !IsExpired(issuedAt, expiresAt, now);

    /// <summary>Live for D2, D3, S1 and C9: a spent code too.</summary>
    public static bool CountsAsLive(CodeState state, DateTimeOffset issuedAt, DateTimeOffset expiresAt, DateTimeOffset now) =>
        state is CodeState.Live or CodeState.Spent && !IsExpired(issuedAt, expiresAt, now);

    /// <summary>Null where the code is live.</summary>
    public static CodeEnding? WhyNotLive(CodeState state, DateTimeOffset issuedAt, DateTimeOffset expiresAt, DateTimeOffset now) => state switch
    {
        CodeState.Live => IsExpired(issuedAt, expiresAt, now) ? CodeEnding.Expired : null,
        CodeState.Spent => IsExpired(issuedAt, expiresAt, now) ? CodeEnding.Expired : CodeEnding.Spent,
        CodeState.Expired => CodeEnding.Expired,
        CodeState.Replaced => CodeEnding.Replaced,
        CodeState.Exhausted => CodeEnding.Exhausted,
        CodeState.DevicePaired or CodeState.DeviceConfirmed => CodeEnding.DeviceInUse,
        _ => CodeEnding.Removed,
    };

    /// <summary>Whether the hash of a code that ended then is still kept (C14).</summary>
    public static bool IsRemembered(DateTimeOffset endedAt, DateTimeOffset now) => now < endedAt + Remembered;

    // The issuing time is looked at as well: a row with an expiry beyond 24 hours, however it came about, is not believed.
    private static bool IsExpired(DateTimeOffset issuedAt, DateTimeOffset expiresAt, DateTimeOffset now) =>
        now >= expiresAt || now >= issuedAt + Longest;
}
