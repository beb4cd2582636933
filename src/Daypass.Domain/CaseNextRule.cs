namespace Daypass.Domain;

// What a case waits for, and whose turn it is: said by the queue and, as the one main button, by the case's page. It gives no right:
// whether a step may be done is for CaseRule.

public enum CaseNext
{
    /// <summary>Requester or letter are not checked yet.</summary>
    CollectEvidence = 1,
    Submit = 2,

    /// <summary>Neither the call back nor what may stand for it.</summary>
    CallBack = 3,

    /// <summary>The 24 hours run.</summary>
    Wait = 4,
    Decide = 5,
    SecondApproval = 6,

    /// <summary>Approved: issue, or remove.</summary>
    Use = 7,

    /// <summary>An administrator of the firm stopped it.</summary>
    LiftFreeze = 8,

    /// <summary>An approved hand-over takes effect when its notice is over.</summary>
    Notice = 9,
    Nothing = 10,
}

public static class CaseNextRule
{
    /// <param name="state">As it is now: an approval that ran out is over.</param>
    /// <param name="closed">A drill ends at its approval.</param>
    /// <param name="secondMissing">Approved in a wave, by one technician.</param>
    public static CaseNext Of(CaseKind kind, CaseState state, bool closed, bool frozen, IReadOnlyCollection<CaseCheckFact> checks, bool secondMissing, DateTimeOffset now) => state switch
    {
        _ when closed => CaseNext.Nothing,
        CaseState.Open or CaseState.Submitted or CaseState.Approved when frozen => CaseNext.LiftFreeze,
        CaseState.Open => CaseRule.WhyNotSubmit(kind, state, frozen, checks) is null ? CaseNext.Submit : CaseNext.CollectEvidence,
        CaseState.Submitted => CaseRule.WhyNotApprove(kind, state, frozen, checks, AgentRole.Technician, preparedByDecider: false, now) switch
        {
            null => CaseNext.Decide,
            CaseRefusal.WaitNotOver => CaseNext.Wait,
            _ => CaseNext.CallBack,
        },
        CaseState.Approved when secondMissing => CaseNext.SecondApproval,
        CaseState.Approved => kind == CaseKind.HandOver ? CaseNext.Notice : CaseNext.Use,
        _ => CaseNext.Nothing,
    };

    /// <summary>Whose turn it is; null: nobody's, time passes or it is over.</summary>
    public static AgentRole? Whose(CaseNext next) => next switch
    {
        CaseNext.CollectEvidence or CaseNext.Submit => AgentRole.Representative,
        CaseNext.Notice or CaseNext.Nothing => null,
        _ => AgentRole.Technician,
    };
}
