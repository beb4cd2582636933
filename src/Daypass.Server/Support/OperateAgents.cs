using Daypass.Server.Audit;
using Daypass.Server.Codes;
using Daypass.Server.Hosting;
using Daypass.Server.Notifications;
using Microsoft.EntityFrameworkCore;

namespace Daypass.Server.Support;

internal abstract record OperateAgentResult
{
    /// <summary>With the token of the enrolment link, which the operator hands on.</summary>
    internal sealed record Enrols(string Name, AgentRole Role, Token Link) : OperateAgentResult;

    /// <param name="ActiveLeft">With none left, the installation has no support desk any more (W4).</param>
    internal sealed record Retired(string Name, int ActiveLeft) : OperateAgentResult;

    internal sealed record BadName : OperateAgentResult;

    internal sealed record BadEmail : OperateAgentResult;

    /// <summary>Also of a retired agent: one person holds one role (H4), so nobody is made anew in the other.</summary>
    internal sealed record EmailTaken(AgentState By) : OperateAgentResult;

    internal sealed record NotFound : OperateAgentResult;
}

/// <summary>H7: the operator makes an agent on the command line, and hands on the link with which they enrol.</summary>
internal sealed class CreateAgent(Store store, TimeProvider clock)
{
    private const int LongestName = 200;

    public async Task<OperateAgentResult> Run(string name, string email, AgentRole role)
    {
        var clean = DisplayText.Clean(name);
        return clean.Length is 0 or > LongestName ? new OperateAgentResult.BadName()
            : EmailAddress.TryRead(email) is not { } address ? new OperateAgentResult.BadEmail()
            : await store.Write<OperateAgentResult>(Guid.Empty, async db =>
            {
                if (await db.SupportAgents.AsNoTracking().SingleOrDefaultAsync(x => x.EmailKey == address.Key) is { } other)
                {
                    return new OperateAgentResult.EmailTaken(other.State);
                }

                var now = clock.Now();
                var agent = new SupportAgent
                {
                    Id = Guid.CreateVersion7(now), Name = clean, Email = address.Address, EmailKey = address.Key, Role = role, State = AgentState.Enrolling, CreatedAt = now,
                };
                db.SupportAgents.Add(agent);
                db.Record(now, Guid.Empty, EventKind.AgentCreated, By.Operator, agent.Id);
                return new OperateAgentResult.Enrols(agent.Name, agent.Role, NewLink(agent, now));
            });
    }

    internal static Token NewLink(SupportAgent agent, DateTimeOffset now)
    {
        var token = Token.New();
        (agent.EnrolHash, agent.EnrolUntil) = (token.Hash(), now + AgentRule.EnrolLife);
        return token;
    }
}

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
        agent.RetiredAt = null;
        await PasswordPlaces.Unlock(db, AgentsPassword.Subject(agent.EmailKey));
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
        (agent.RetiredAt, agent.EnrolHash, agent.EnrolUntil) = (now, null, null);
        await CodeEnder.EndIssuedBy(db, now, agent.Id, _ => true, By.Operator);
        db.Record(now, Guid.Empty, EventKind.AgentRetired, By.Operator, agent.Id);
        await db.TellAgents(now, NoticeKind.AgentRetired, agent.Id, By.Operator);
        return new OperateAgentResult.Retired(agent.Name, await db.SupportAgents.CountAsync(x => x.State == AgentState.Active && x.Id != agent.Id));
    });
}

file static class AgentsByEmail
{
    public static async Task<SupportAgent?> Lock(DaypassDb db, string email)
    {
        var key = EmailAddress.KeyOf(email);
        return await db.SupportAgents.Where(x => x.EmailKey == key).Select(x => (Guid?)x.Id).SingleOrDefaultAsync() is { } id ? await db.LockAgent(id) : null;
    }

    /// <summary>Nothing that the agent had opens anything any more.</summary>
    public static async Task Disarm(DaypassDb db, DateTimeOffset now, SupportAgent agent, AgentState state)
    {
        await AgentSessions.EndAll(db, now, agent.Id);
        await TakeBackWhatWaits(db, now, agent.Id);
        agent.State = state;
        (agent.PasswordHash, agent.PasswordSetAt) = (null, null);
        (agent.Secret, agent.LastStep, agent.PairedAt) = (null, 0, null);
        (agent.CodesTaken, agent.CodesLockedUntil) = (0, null);
    }

    /// <summary>
    /// H4: on what a technician said before, nobody else decides after they lost their device or left: open approvals, call backs and waits
    /// are taken back, and a hand-over under notice waits for a technician again. A hand-over's letter stands; its 72 hours begin anew.
    /// </summary>
    private static async Task TakeBackWhatWaits(DaypassDb db, DateTimeOffset now, Guid agentId)
    {
        await db.CaseApprovals.Where(x => (x.AgentId == agentId || x.SecondAgentId == agentId) && x.UsedAt == null && x.EndedAt == null)
            .ExecuteUpdateAsync(set => set.SetProperty(x => x.EndedAt, now));
        await db.CaseChecks.Where(x => x.AgentId == agentId && x.EndedAt == null && (x.Kind == CaseCheckKind.CallBack || x.Kind == CaseCheckKind.Wait)
                && db.SupportCases.Any(y => y.Id == x.CaseId && y.ClosedAt == null))
            .ExecuteUpdateAsync(set => set.SetProperty(x => x.EndedAt, now));
        await db.SupportCases.Where(x => x.DecidedBy == agentId && x.ClosedAt == null && x.TakesEffectAt != null)
            .ExecuteUpdateAsync(set => set.SetProperty(x => x.State, CaseState.Submitted).SetProperty(x => x.TakesEffectAt, (DateTimeOffset?)null));
    }
}
