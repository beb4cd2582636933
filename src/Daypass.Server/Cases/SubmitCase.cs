using Daypass.Server.Support;
using Microsoft.EntityFrameworkCore;

namespace Daypass.Server.Cases;

/// <summary>The representative has the evidence together: a technician decides now (H3, H4).</summary>
internal sealed class SubmitCase(Store store, TimeProvider clock)
{
    public Task<CaseResult> Run(AgentSignedIn me, Guid caseId) => CaseSteps.Step(store, clock, me, caseId, AgentRole.Representative, async step =>
    {
        var refusal = CaseRule.WhyNotSubmit(step.Case.Kind, step.Case.State, step.Case.FrozenAt is not null, await step.Checks());
        if (refusal is not null || !await Requester.IsCurrent(step.Db, step.Case))
        {
            return refusal ?? CaseRefusal.RequesterChanged;
        }

        (step.Case.State, step.Case.SubmittedAt, step.Case.SubmittedBy, step.Case.AssignedTo) = (CaseState.Submitted, step.Now, me.AgentId, null);
        step.Record(EventKind.CaseSubmitted);
        return null;
    });
}

/// <summary>The desk closes a case before a decision: it was opened by mistake, or nothing is asked for any more.</summary>
internal sealed class WithdrawCase(Store store, TimeProvider clock)
{
    public Task<CaseResult> Run(AgentSignedIn me, Guid caseId) => CaseSteps.Step(store, clock, me, caseId, role: null, async step =>
    {
        if (step.Case.State is not (CaseState.Open or CaseState.Submitted))
        {
            return CaseRefusal.WrongState;
        }

        await step.Close(CaseState.Withdrawn);
        step.Record(EventKind.CaseWithdrawn);
        return null;
    });
}

/// <summary>Who works on a case; null: nobody in particular. It gives no right.</summary>
internal sealed class AssignCase(Store store, TimeProvider clock)
{
    public Task<CaseResult> Run(AgentSignedIn me, Guid caseId, Guid? agentId) => CaseSteps.Step(store, clock, me, caseId, role: null, async step =>
    {
        if (agentId is not null && !await step.Db.SupportAgents.AnyAsync(x => x.Id == agentId && x.State == AgentState.Active))
        {
            return CaseRefusal.NotYours;
        }

        if (step.Case.ClosedAt is not null)
        {
            return CaseRefusal.WrongState;
        }

        step.Case.AssignedTo = agentId;
        step.Record(EventKind.CaseAssigned);
        return null;
    });
}
