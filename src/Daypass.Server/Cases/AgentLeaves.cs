using Daypass.Server.Audit;
using Daypass.Server.Codes;
using Daypass.Server.Notifications;
using Daypass.Server.Support;
using Microsoft.EntityFrameworkCore;

namespace Daypass.Server.Cases;

/// <summary>
/// H7: a lost device. Password and authenticator are gone at once, with every session, and the agent enrols anew. Told to the agent and to
/// all others. Brings back a retired agent too, in the role they had.
/// </summary>
internal sealed class ResetAgent(Store store, TimeProvider clock)
{
    public Task<OperateAgentResult> Run(string email) => store.WriteAcross<OperateAgentResult>(async db =>
    {
        if (await AgentsByEmail.Lock(db, email) is not { } agent)
        {
            return new OperateAgentResult.NotFound();
        }

        var now = clock.Now();
        await AgentsByEmail.Disarm(db, now, agent, AgentState.Enrolling);
        await WordOfAgent.TakeBack(db, now, agent.Id);
        agent.RetiredAt = null;
        db.Record(now, Guid.Empty, EventKind.AgentReset, By.Operator, agent.Id);
        await db.TellAgents(now, NoticeKind.AgentReset, agent.Id, By.Operator);
        return new OperateAgentResult.Enrols(agent.Name, agent.Role, CreateAgent.NewLink(agent, now));
    });
}

/// <summary>H7: an agent leaves. Codes that they issued end, as those of any issuer who leaves (C9). Told to all others.</summary>
internal sealed class RetireAgent(Store store, TimeProvider clock)
{
    public Task<OperateAgentResult> Run(string email) => store.WriteAcross<OperateAgentResult>(async db =>
    {
        if (await AgentsByEmail.Lock(db, email) is not { State: not AgentState.Retired } agent)
        {
            return new OperateAgentResult.NotFound();
        }

        var now = clock.Now();
        await AgentsByEmail.Disarm(db, now, agent, AgentState.Retired);
        await WordOfAgent.TakeBack(db, now, agent.Id);
        (agent.RetiredAt, agent.EnrolHash, agent.EnrolUntil) = (now, null, null);
        await CodeEnder.EndIssuedBy(db, now, agent.Id, _ => true, By.Operator);
        db.Record(now, Guid.Empty, EventKind.AgentRetired, By.Operator, agent.Id);
        await db.TellAgents(now, NoticeKind.AgentRetired, agent.Id, By.Operator);
        return new OperateAgentResult.Retired(agent.Name, await db.SupportAgents.CountAsync(x => x.State != AgentState.Retired && x.Id != agent.Id));
    });
}

/// <summary>
/// H4: on what a technician said before, nobody else decides after they lost their device or left. Open approvals, call backs and waits are
/// taken back, and a hand-over under notice waits for a technician again: its letter stands, its 72 hours begin anew. Each is a line in the
/// activity of the firm (H6).
/// </summary>
internal static class WordOfAgent
{
    private static readonly CaseCheckKind[] Said = [CaseCheckKind.CallBack, CaseCheckKind.Wait];

    /// <summary>On a context that sees all firms. The caller holds the agent.</summary>
    public static async Task TakeBack(DaypassDb db, DateTimeOffset now, Guid agentId)
    {
        var (approvals, checks) = (Approvals(db, agentId), Checks(db, agentId));
        var cases = await db.SupportCases
            .Where(x => x.ClosedAt == null && (approvals.Any(y => y.CaseId == x.Id) || checks.Any(y => y.CaseId == x.Id)))
            .OrderBy(x => x.Id).Select(x => x.Id).ToListAsync();
        foreach (var id in cases)
        {
            var about = await CaseSteps.Hold(db, now, id);
            await TakeBackChecks(db, now, about, agentId);
            await TakeBackApproval(db, now, about, agentId);
        }
    }

    private static async Task TakeBackChecks(DaypassDb db, DateTimeOffset now, SupportCase about, Guid agentId)
    {
        var kinds = await Checks(db, agentId).Where(x => x.CaseId == about.Id).Select(x => x.Kind).ToListAsync();
        foreach (var kind in kinds)
        {
            await Checklist.TakeBack(db, now, about, kind);
            db.Record(now, about, EventKind.CaseCheckTakenBack, By.Operator, new CheckFacts(kind));
        }
    }

    private static async Task TakeBackApproval(DaypassDb db, DateTimeOffset now, SupportCase about, Guid agentId)
    {
        // That of a hand-over under notice was used when the notice began.
        var isTheirs = about.TakesEffectAt is null
            ? await Approvals(db, agentId).AnyAsync(x => x.CaseId == about.Id && x.UsedAt == null && x.EndedAt == null)
            : await Approvals(db, agentId).AnyAsync(x => x.CaseId == about.Id && x.ApprovedAt == about.DecidedAt);
        if (!isTheirs)
        {
            return;
        }

        await CaseSteps.EndApproval(db, now, about.Id);
        (about.State, about.DecidedAt, about.DecidedBy, about.TakesEffectAt) = (CaseState.Submitted, null, null, null);
        db.Record(now, about, EventKind.CaseApprovalTakenBack, By.Operator);
    }

    private static IQueryable<CaseApproval> Approvals(DaypassDb db, Guid agentId) => db.CaseApprovals.Where(x => x.AgentId == agentId || x.SecondAgentId == agentId);

    private static IQueryable<CaseCheck> Checks(DaypassDb db, Guid agentId) => db.CaseChecks.Where(x => x.AgentId == agentId && x.EndedAt == null && Said.Contains(x.Kind));
}
