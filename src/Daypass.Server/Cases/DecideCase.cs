using Daypass.Server.Audit;
using Daypass.Server.Support;
using Microsoft.EntityFrameworkCore;

namespace Daypass.Server.Cases;

/// <summary>
/// H4: a technician who did not prepare the case approves it. The approval is good for an hour and one use. While a wave alarm is on a
/// second technician approves as well; the hour counts from the first.
/// </summary>
internal sealed class ApproveCase(Store store, TimeProvider clock)
{
    public Task<CaseResult> Run(AgentSignedIn me, Guid caseId, string? text) => CaseSteps.Step(store, clock, me, caseId, AgentRole.Technician, async step =>
    {
        var prepared = step.IsPreparedByAgent;
        if (step.Case.State == CaseState.Approved && await step.Approval() is { } first && await SecondApproval.IsMissing(step.Db, step.Now, step.Case, first))
        {
            return await ApproveSecond(step, first, prepared);
        }

        var refusal = CaseRule.WhyNotApprove(
            step.Case.Kind, step.Case.State, step.Case.FrozenAt is not null, await step.Checks(), step.Agent.Role, prepared, step.Now);
        if (refusal is not null || !await Requester.IsCurrent(step.Db, step.Case))
        {
            return refusal ?? CaseRefusal.RequesterChanged;
        }

        var needsSecond = await Wave.IsOnFor(step.Db, step.Now, step.Case);
        await Approve(step, needsSecond, text);
        return needsSecond ? null : await Given(step);
    }, fresh: true);

    private static async Task Approve(CaseStep step, bool needsSecond, string? text)
    {
        step.Db.CaseApprovals.Add(new CaseApproval
        {
            Id = Guid.CreateVersion7(step.Now),
            FirmId = step.Case.FirmId,
            CaseId = step.Case.Id,
            AccountId = step.Case.AccountId,
            AgentId = step.Agent.Id,
            NeedsSecond = needsSecond,
            ApprovedAt = step.Now,
            ExpiresAt = step.Now + CaseRule.ApprovalLife,
        });
        (step.Case.State, step.Case.DecidedAt, step.Case.DecidedBy, step.Case.DecisionText) = (CaseState.Approved, step.Now, step.Agent.Id, DisplayText.Clean(text));
        step.Record(EventKind.CaseApproved);
        await step.Db.SaveChangesAsync();
    }

    private static async Task<CaseRefusal?> ApproveSecond(CaseStep step, CaseApproval first, bool prepared)
    {
        if (prepared || first.AgentId == step.Agent.Id)
        {
            return CaseRefusal.NotYours;
        }

        if (step.Case.FrozenAt is not null)
        {
            return CaseRefusal.Frozen;
        }

        await step.Db.CaseApprovals.Where(x => x.Id == first.Id && x.SecondAgentId == null)
            .ExecuteUpdateAsync(set => set.SetProperty(x => x.SecondAgentId, step.Agent.Id).SetProperty(x => x.SecondAt, step.Now));
        step.Record(EventKind.CaseSecondApproved);
        return await Given(step);
    }

    /// <summary>A drill ends with its approval, before anything is issued. W2: that of a hand-over begins its notice.</summary>
    private static async Task<CaseRefusal?> Given(CaseStep step)
    {
        if (step.Case.IsDrill)
        {
            await step.Close(CaseState.Approved);
        }
        else if (step.Case.Kind == CaseKind.HandOver)
        {
            await HandOver.Announce(step);
        }

        return null;
    }
}

/// <summary>A technician says no, and why. What was approved and not used yet is taken back.</summary>
internal sealed class RejectCase(Store store, TimeProvider clock)
{
    public const int LongestText = 1000;

    public Task<CaseResult> Run(AgentSignedIn me, Guid caseId, CaseRejection why, string? text) =>
        CaseSteps.Step(store, clock, me, caseId, AgentRole.Technician, async step =>
        {
            if (step.IsPreparedByAgent)
            {
                return CaseRefusal.NotYours;
            }

            if (step.Case.State is not (CaseState.Submitted or CaseState.Approved))
            {
                return CaseRefusal.WrongState;
            }

            (step.Case.DecidedAt, step.Case.DecidedBy, step.Case.Rejection, step.Case.DecisionText) = (step.Now, me.AgentId, why, DisplayText.Clean(text));
            await step.Close(CaseState.Rejected);
            step.Record(EventKind.CaseRejected, new RejectionFacts(why));
            return null;
        });
}
