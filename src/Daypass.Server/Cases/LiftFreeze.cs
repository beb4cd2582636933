using Daypass.Server.Support;

namespace Daypass.Server.Cases;

/// <summary>
/// H3: a technician lifts a freeze after a new call back, in one act: the call is the one that stands from now on. Whoever stopped the case
/// and all other administrators are told, with the link that stops it again.
/// </summary>
internal sealed class LiftFreeze(Store store, TimeProvider clock)
{
    /// <param name="accountId">Who was called back, as in <see cref="CallBack"/>.</param>
    public Task<CaseResult> Run(AgentSignedIn me, Guid caseId, Guid accountId, ContactKind contact) =>
        CaseSteps.Step(store, clock, me, caseId, AgentRole.Technician, async step =>
            step.Case.FrozenAt is null || step.Case.ClosedAt is not null ? CaseRefusal.WrongState
            : step.IsPreparedByAgent ? CaseRefusal.NotYours
            : await CallBack.WhyNotThis(step.Db, step.Now, step.Case, accountId, contact)
                ?? await Lift(step, accountId, contact), fresh: true);

    private static async Task<CaseRefusal?> Lift(CaseStep step, Guid accountId, ContactKind contact)
    {
        (step.Case.FrozenAt, step.Case.ThawedAt, step.Case.ThawedBy) = (null, step.Now, step.Agent.Id);
        step.Record(EventKind.CaseThawed);
        await Checklist.Tick(step.Db, step.Now, step.Case, CaseCheckKind.CallBack, step.By, contact, accountId);
        await CaseTelling.Thawed(step.Db, step.Now, step.Case, step.By);
        return null;
    }
}
