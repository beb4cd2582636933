using System.Security.Cryptography;

namespace Daypass.Domain;

// N3: the question that a phone answers for one sign-in. It lives 60 seconds and is answered once, with the number that the sign-in page
// shows. Somebody who knows the password alone can neither fill a person's phone with questions nor crowd the owner's own out:
// browsers in which a device signed in have counts of their own, all others share one.

/// <summary>What was asked before, of the same account and class: one confirmed browser, or all others together.</summary>
/// <param name="IsKnown">Whether the class is a browser that a device vouched for.</param>
/// <param name="Open">Waiting for an answer, and good for something; what the sign-in takes back is not open.</param>
/// <param name="InWindow">Asked within <see cref="ApprovalRule.BurstWindow"/>.</param>
/// <param name="InDay">Asked within <see cref="ApprovalRule.Day"/>.</param>
/// <param name="ToldToday">Whether the person was told of too many, whichever class, within <see cref="ApprovalRule.Day"/>.</param>
public readonly record struct AskedBefore(bool IsKnown, int Open, int InWindow, int InDay, bool ToldToday);

/// <summary>What becomes of one more question.</summary>
public enum Asking
{
    /// <summary>Asked, and the phones are woken.</summary>
    Wake = 1,

    /// <summary>Asked; the phones are left in peace: whoever opens the app sees it.</summary>
    Quietly,

    /// <summary>As <see cref="Quietly"/>, and the first such question in a day: the person is told.</summary>
    QuietlyAndTell,

    /// <summary>Not asked: three are open, or too many were asked of late.</summary>
    TooMany,
}

public enum ApprovalVerdict { Approved = 1, Denied, WrongNumber }

public static class ApprovalRule
{
    public static readonly TimeSpan Life = TimeSpan.FromSeconds(60);

    /// <summary>How long the sign-in may take to go on once the phone approved.</summary>
    public static readonly TimeSpan GoesOnFor = TimeSpan.FromMinutes(2);

    /// <summary>How long after a question the phone may say "this was not me".</summary>
    public static readonly TimeSpan NotMeFor = TimeSpan.FromMinutes(10);

    /// <summary>Open questions per account and class.</summary>
    public const int MostOpen = 3;

    /// <summary>This many of one class within the window are a burst.</summary>
    public const int Burst = 5;
    public static readonly TimeSpan BurstWindow = TimeSpan.FromMinutes(10);

    /// <summary>More are not asked within the window, whatever became of them.</summary>
    public const int MostLately = 20;

    /// <summary>From so many a day on, browsers that nothing vouches for wake no phone: slow wearing down is wearing down too.</summary>
    public const int ManyADay = 10;
    public static readonly TimeSpan Day = TimeSpan.FromDays(1);

    private const int Lowest = 10;
    private const int Highest = 99;

    /// <summary>Two digits, neither of which is left out when it is typed.</summary>
    public static int NewNumber() => RandomNumberGenerator.GetInt32(Lowest, Highest + 1);

    public static bool IsAlive(DateTimeOffset expiresAt, DateTimeOffset now) => now < expiresAt;

    /// <summary>Whether a sign-in may go on with an approval that was given then.</summary>
    public static bool GoesOn(DateTimeOffset answeredAt, DateTimeOffset now) => now < answeredAt + GoesOnFor;

    public static Asking Ask(AskedBefore before) =>
        before.Open >= MostOpen || before.InWindow >= MostLately ? Asking.TooMany
            : before.InWindow + 1 < Burst && (before.IsKnown || before.InDay + 1 < ManyADay) ? Asking.Wake
            : before.ToldToday ? Asking.Quietly
            : Asking.QuietlyAndTell;

    /// <param name="typed">The number typed on the phone; denying takes none.</param>
    public static ApprovalVerdict Judge(bool approve, int? typed, int shown) =>
        !approve ? ApprovalVerdict.Denied : typed == shown ? ApprovalVerdict.Approved : ApprovalVerdict.WrongNumber;
}
