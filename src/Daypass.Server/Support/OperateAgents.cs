using Daypass.Server.Audit;
using Daypass.Server.Hosting;
using Daypass.Server.Notifications;
using Microsoft.EntityFrameworkCore;

namespace Daypass.Server.Support;

internal abstract record OperateAgentResult
{
    /// <summary>With the token of the enrolment link, which the operator hands on.</summary>
    internal sealed record Enrols(string Name, AgentRole Role, Token Link) : OperateAgentResult;

    /// <param name="Left">Agents who are not retired. With none left, the installation has no support desk any more (W4).</param>
    internal sealed record Retired(string Name, int Left) : OperateAgentResult;

    internal sealed record Unlocked(string Name) : OperateAgentResult;

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
/// P2, H7: anybody in the desk's network can lock an agent out for a day with a hundred wrong passwords. This lifts the locks of the password
/// and of typed values, and nothing else: the agent's password, device and sessions stay as they are. Told to the agent.
/// </summary>
internal sealed class UnlockAgent(Store store, TimeProvider clock)
{
    public Task<OperateAgentResult> Run(string email) => store.Write<OperateAgentResult>(Guid.Empty, async db =>
    {
        if (await AgentsByEmail.Lock(db, email) is not { State: not AgentState.Retired } agent)
        {
            return new OperateAgentResult.NotFound();
        }

        var now = clock.Now();
        await LiftLocks(db, agent);
        db.Record(now, Guid.Empty, EventKind.AgentUnlocked, By.Operator, agent.Id);
        db.TellAgent(now, NoticeKind.AgentUnlocked, agent.Id, By.Operator);
        return new OperateAgentResult.Unlocked(agent.Name);
    });

    internal static Task LiftLocks(DaypassDb db, SupportAgent agent)
    {
        (agent.CodesTaken, agent.CodesLockedUntil) = (0, null);
        return PasswordPlaces.Unlock(db, AgentsPassword.Subject(agent.EmailKey));
    }
}

internal static class AgentsByEmail
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
        agent.State = state;
        (agent.PasswordHash, agent.PasswordSetAt) = (null, null);
        (agent.Secret, agent.LastStep, agent.PairedAt) = (null, 0, null);
        await UnlockAgent.LiftLocks(db, agent);
    }
}
