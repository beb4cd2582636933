namespace Daypass.Domain;

// C11: a code is refused, with the reason said, for an account that signs in without MFA, a deactivated one, oneself, and
// anyone the issuer may not act for (W).
// C15: at most 3 per person and day (20 where codes are one-time or live under 4 hours) and 20 per issuer and hour, within
// 15 minutes of the issuer's second step by an authenticator. C8: refused while typed codes are capped.

public enum RefusalToIssue
{
    Oneself = 1,
    NotAllowed = 2,

    /// <summary>The invitation was not accepted yet.</summary>
    Invited = 3,
    Deactivated = 4,
    SignsInWithoutMfa = 5,

    /// <summary>The caller says until when: <see cref="TryCap.Until"/>.</summary>
    TypedCodesCapped = 6,
    TooManyForPerson = 7,
    TooManyByIssuer = 8,

    /// <summary>The issuer confirms with an authenticator first.</summary>
    SecondStepNotFresh = 9,

    /// <summary>Nobody can say when a code would end.</summary>
    ClocksDisagree = 10,

    /// <summary>W4: the operator's code is for installations without a support desk.</summary>
    SupportDesk = 11,
}

/// <summary>What was issued before: for this person in the last 24 hours, by this issuer in the last hour.</summary>
public readonly record struct IssuedBefore(int ForPersonInDay, int ByIssuerInHour);

public static class Issuing
{
    public const int PerPersonAndDay = 3;
    public const int PerPersonAndDayIfShortLived = 20;
    public const int PerIssuerAndHour = 20;
    public static readonly TimeSpan ShortLived = TimeSpan.FromHours(4);
    public static readonly TimeSpan Day = TimeSpan.FromHours(24);
    public static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    /// <summary>C11 about the issuer. The first thing asked, so that no other answer tells anything about the person.</summary>
    public static RefusalToIssue? RefusedToIssuer(Standing issuer, Standing person) =>
        issuer.AccountId == person.AccountId ? RefusalToIssue.Oneself
        : Authority.MayActFor(issuer, person) ? null
        : RefusalToIssue.NotAllowed;

    /// <summary>C11 about the person; the operator on the command line (W4) is bound by it too.</summary>
    public static RefusalToIssue? RefusedForPerson(AccountState state, MfaFacts facts, DateTimeOffset now) => state switch
    {
        AccountState.Invited => RefusalToIssue.Invited,
        AccountState.Active => NextStepRule.PasswordAloneIsAdmitted(facts, now) ? RefusalToIssue.SignsInWithoutMfa : null,
        _ => RefusalToIssue.Deactivated,
    };

    /// <summary>C15, the numbers. <paramref name="life"/> is the life of the code about to be issued.</summary>
    public static RefusalToIssue? TooMany(IssuedBefore before, bool oneTime, TimeSpan life) =>
        before.ForPersonInDay >= LimitForPerson(oneTime, life) ? RefusalToIssue.TooManyForPerson
        : before.ByIssuerInHour >= PerIssuerAndHour ? RefusalToIssue.TooManyByIssuer
        : null;

    public static int LimitForPerson(bool oneTime, TimeSpan life) =>
        oneTime || life < ShortLived ? PerPersonAndDayIfShortLived : PerPersonAndDay;

    /// <summary>C15, the issuer. <paramref name="confirmedAt"/>: the last second step of the session by an authenticator.</summary>
    public static RefusalToIssue? NotFresh(DateTimeOffset? confirmedAt, DateTimeOffset now) =>
        SessionRule.IsFresh(confirmedAt, now) ? null : RefusalToIssue.SecondStepNotFresh;
}
