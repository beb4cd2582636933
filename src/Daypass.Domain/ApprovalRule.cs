using System.Security.Cryptography;

namespace Daypass.Domain;

// N3: the question that a phone answers for one sign-in. It lives 60 seconds and is answered once, with the number that the sign-in page
// shows. Somebody who knows the password alone can neither fill a person's phone with questions nor crowd the owner's own out:
// browsers that signed in before have counts of their own, all others share one.

/// <summary>A question of one class (a known browser, or all unknown ones) that was asked before.</summary>
/// <param name="IsOpen">Nobody has answered it, and it is good for something.</param>
/// <param name="Woke">Whether the phones were woken for it.</param>
public readonly record struct EarlierAsk(DateTimeOffset AskedAt, bool IsOpen, bool Woke);

/// <summary>What becomes of one more question.</summary>
public enum Asking
{
    /// <summary>Asked, and the phones are woken.</summary>
    Wake = 1,

    /// <summary>Asked; the phones are left in peace: whoever opens the app sees it.</summary>
    Quietly,

    /// <summary>As <see cref="Quietly"/>, and the first of a burst: the person is told.</summary>
    QuietlyAndTell,

    /// <summary>Not asked: three are open, or more were asked lately than anybody needs.</summary>
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

    /// <summary>So many of one class within the window, and no more are asked: nobody signs in that often.</summary>
    public const int MostLately = 20;

    /// <summary>This many of one class within the window are a burst.</summary>
    public const int Burst = 5;
    public static readonly TimeSpan BurstWindow = TimeSpan.FromMinutes(10);

    private const int Lowest = 10;
    private const int Highest = 99;

    /// <summary>Two digits, neither of which is left out when it is typed.</summary>
    public static int NewNumber() => RandomNumberGenerator.GetInt32(Lowest, Highest + 1);

    public static bool IsAlive(DateTimeOffset expiresAt, DateTimeOffset now) => now < expiresAt;

    /// <summary>Whether a sign-in may go on with an approval that was given then.</summary>
    public static bool GoesOn(DateTimeOffset answeredAt, DateTimeOffset now) => now < answeredAt + GoesOnFor;

    /// <param name="ofClass">Those of the same account and class, of the last <see cref="BurstWindow"/>; what the sign-in asked before and takes back is not open.</param>
    public static Asking Ask(IEnumerable<EarlierAsk> ofClass, DateTimeOffset now)
    {
        var lately = ofClass.Where(x => now < x.AskedAt + BurstWindow).ToList();
        return lately.Count(x => x.IsOpen) >= MostOpen || lately.Count >= MostLately ? Asking.TooMany
            : lately.Count + 1 < Burst ? Asking.Wake
            : lately.Exists(x => !x.Woke) ? Asking.Quietly
            : Asking.QuietlyAndTell;
    }

    /// <param name="typed">The number typed on the phone; denying takes none.</param>
    public static ApprovalVerdict Judge(bool approve, int? typed, int shown) =>
        !approve ? ApprovalVerdict.Denied : typed == shown ? ApprovalVerdict.Approved : ApprovalVerdict.WrongNumber;
}
