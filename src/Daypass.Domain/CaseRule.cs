namespace Daypass.Domain;

// H3, H4, H5, W2, W3: what a case needs before it is submitted, approved and used.
//
//   kind         submitted with                approved with, besides              used
//   Access       requester, letter             call back, or its substitute        one code, within an hour
//   RemoveCode   requester                     call back, or its substitute        one removal, within an hour
//   HandOver     requester (officer), letter   call back, or its substitute        after 72 hours' notice
//
// The substitute, where nobody is reached: another administrator confirms from a signed-in session, or 24 hours' wait told to every
// administrator. Who opened or submitted a case does not decide it. A frozen case does not move until a technician has called back anew.

/// <summary>A line of the checklist that stands. One that a freeze ended is left out.</summary>
public readonly record struct CaseCheckFact(CaseCheckKind Kind, DateTimeOffset At);

public enum CaseRefusal
{
    RequesterMissing = 1,
    LetterMissing = 2,

    /// <summary>Neither the call back nor what may stand for it.</summary>
    CallBackMissing = 3,

    /// <summary>The 24 hours are not over.</summary>
    WaitNotOver = 4,
    Frozen = 5,

    /// <summary>The case is in another state than this step is for.</summary>
    WrongState = 6,

    /// <summary>The role does not do this, or the same person prepared the case (H4).</summary>
    NotYours = 7,

    /// <summary>Who asked is not the primary administrator any more.</summary>
    RequesterChanged = 8,

    /// <summary>Clients and ordinary staff are helped by their firm (W3).</summary>
    NotForSupport = 9,

    /// <summary>The contact is younger than 30 days (H3).</summary>
    ContactTooNew = 10,

    /// <summary>A wave of requests: a second technician approves as well (H4).</summary>
    SecondApprovalMissing = 11,
    ApprovalExpired = 12,
    ApprovalUsed = 13,

    /// <summary>A drill ends before anything is issued.</summary>
    Drill = 14,

    /// <summary>The agent's session ended meanwhile.</summary>
    SignedOut = 15,

    /// <summary>The person has no such contact, or is not whom to call.</summary>
    NoSuchContact = 16,

    /// <summary>H4b: where codes are delivered blind, nobody at support sees the digits.</summary>
    DeliveredBlind = 17,

    /// <summary>Codes are not delivered blind here.</summary>
    NotDeliveredBlind = 18,

    /// <summary>As many as one agent opens in an hour: <see cref="CaseLimit"/>.</summary>
    TooManyCases = 19,

    /// <summary>The technician confirms with the authenticator first, as issuing asks for (C15).</summary>
    SecondStepNotFresh = 20,
}

public static class CaseRule
{
    public static readonly TimeSpan ApprovalLife = TimeSpan.FromHours(1);

    /// <summary>H3: a contact that changed within this time is not called.</summary>
    public static readonly TimeSpan ContactAge = TimeSpan.FromDays(30);
    public static readonly TimeSpan Wait = TimeSpan.FromHours(24);

    /// <summary>H6: looks of one agent at one case within this time are one line in the activity.</summary>
    public static readonly TimeSpan OneLook = TimeSpan.FromHours(1);

    /// <summary>W2.</summary>
    public static readonly TimeSpan HandOverNotice = TimeSpan.FromHours(72);

    /// <summary>H3. <paramref name="since"/>: when the contact was last changed, or the login made.</summary>
    public static bool MayBeCalled(DateTimeOffset since, DateTimeOffset now) => now - since >= ContactAge;

    /// <summary>W3: whom a case of this kind may be about.</summary>
    public static bool IsForSupport(CaseKind kind, Standing person) => kind switch
    {
        CaseKind.Access => person.Administers,
        CaseKind.HandOver => person.Kind == Kind.Staff && !person.IsPrimary,
        _ => true,
    };

    /// <summary>Why no letter can be added to the case; null: one can. What a decision was asked for on does not change any more.</summary>
    public static CaseRefusal? WhyNotAddLetter(CaseState state, bool frozen, AgentRole role) =>
        role != AgentRole.Representative ? CaseRefusal.NotYours
        : state != CaseState.Open ? CaseRefusal.WrongState
        : frozen ? CaseRefusal.Frozen
        : null;

    /// <summary>Why the case cannot be submitted; null: it can.</summary>
    public static CaseRefusal? WhyNotSubmit(CaseKind kind, CaseState state, bool frozen, IReadOnlyCollection<CaseCheckFact> checks) =>
        state != CaseState.Open ? CaseRefusal.WrongState
        : frozen ? CaseRefusal.Frozen
        : Evidence(kind, checks);

    /// <summary>Why the case cannot be approved; null: it can.</summary>
    /// <param name="preparedByDecider">Whether who decides opened the case or collected evidence as its representative.</param>
    public static CaseRefusal? WhyNotApprove(
        CaseKind kind, CaseState state, bool frozen, IReadOnlyCollection<CaseCheckFact> checks, AgentRole role, bool preparedByDecider, DateTimeOffset now) =>
        role != AgentRole.Technician || preparedByDecider ? CaseRefusal.NotYours
        : state != CaseState.Submitted ? CaseRefusal.WrongState
        : frozen ? CaseRefusal.Frozen
        : Evidence(kind, checks) ?? CallBack(checks, now);

    /// <summary>Why an approval is not good for what was asked for; null: it is. Good until a moment before its end.</summary>
    public static CaseRefusal? WhyNotUse(CaseState state, bool frozen, bool drill, DateTimeOffset expiresAt, bool used, bool secondMissing, DateTimeOffset now) =>
        drill ? CaseRefusal.Drill
        : used ? CaseRefusal.ApprovalUsed
        : state != CaseState.Approved ? CaseRefusal.WrongState
        : frozen ? CaseRefusal.Frozen
        : now >= expiresAt ? CaseRefusal.ApprovalExpired
        : secondMissing ? CaseRefusal.SecondApprovalMissing
        : null;

    private static CaseRefusal? Evidence(CaseKind kind, IReadOnlyCollection<CaseCheckFact> checks) =>
        !Has(checks, CaseCheckKind.Requester) ? CaseRefusal.RequesterMissing
        : kind != CaseKind.RemoveCode && !Has(checks, CaseCheckKind.Letter) ? CaseRefusal.LetterMissing
        : null;

    private static CaseRefusal? CallBack(IReadOnlyCollection<CaseCheckFact> checks, DateTimeOffset now)
    {
        if (Has(checks, CaseCheckKind.CallBack) || Has(checks, CaseCheckKind.AdministratorConfirmed))
            return null;
        if (!Has(checks, CaseCheckKind.Wait))
            return CaseRefusal.CallBackMissing;
        return checks.Any(x => x.Kind == CaseCheckKind.Wait && now - x.At >= Wait) ? null : CaseRefusal.WaitNotOver;
    }

    private static bool Has(IReadOnlyCollection<CaseCheckFact> checks, CaseCheckKind kind) => checks.Any(x => x.Kind == kind);
}
