using Daypass.Server.Audit;
using Daypass.Server.Hosting;
using Microsoft.EntityFrameworkCore;

namespace Daypass.Server.Support;

/// <summary>Opens and ends agents' sessions, in the transaction of what earned or ended them. Every session has a new token (P4, Q16).</summary>
internal static class AgentSessions
{
    public static (Token Token, AgentSession Session) Open(DaypassDb db, DateTimeOffset now, SupportAgent agent, ClientInfo client)
    {
        var token = Token.New();
        var session = new AgentSession
        {
            Id = Guid.CreateVersion7(now),
            AgentId = agent.Id,
            TokenHash = token.Hash(),
            CreatedAt = now,
            LastSeenAt = now,
            ExpiresAt = now + AgentRule.LongestSession,
            ConfirmedAt = now,
            ClientAddress = client.Address,
            Browser = client.Browser,
        };
        db.AgentSessions.Add(session);
        agent.LastSignInAt = now;
        db.Record(now, Guid.Empty, EventKind.AgentSignedIn, By.Agent(agent.Id), agent.Id, session: session.Id);
        return (token, session);
    }

    /// <summary>Ends every session of the agent, and what is under way of a sign-in.</summary>
    public static async Task EndAll(DaypassDb db, DateTimeOffset now, Guid agent)
    {
        await db.AgentSessions.Where(x => x.AgentId == agent && x.EndedAt == null).ExecuteUpdateAsync(set => set.SetProperty(x => x.EndedAt, now));
        await AgentSignIns.EndAll(db, now, agent);
    }
}
