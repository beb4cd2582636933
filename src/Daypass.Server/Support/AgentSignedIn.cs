using Microsoft.EntityFrameworkCore;

namespace Daypass.Server.Support;

/// <summary>Which agent is asking: the session of this request, read from the database at its start.</summary>
internal sealed record AgentSignedIn(Guid SessionId, Guid AgentId, string Name, string Email, AgentRole Role, DateTimeOffset ConfirmedAt);

/// <summary>
/// The turn of an agent. A request began with a session that was alive; in the transaction that acts it is looked at again, so that
/// nobody acts in a session that was ended in between, or in a role that was not theirs.
/// </summary>
internal static class AgentTurns
{
    /// <summary>The agent, held until the transaction ends; null if there is none. What is read after it is what the decision is made on.</summary>
    public static Task<SupportAgent?> LockAgent(this DaypassDb db, Guid agent) =>
        db.SupportAgents.TagWith(HeldRows.Tag).SingleOrDefaultAsync(x => x.Id == agent);

    /// <summary>The agent, held until the transaction ends; null if meanwhile the session ended or the agent was retired.</summary>
    public static async Task<SupportAgent?> AgentTurn(this DaypassDb db, AgentSignedIn me)
    {
        var agent = await db.LockAgent(me.AgentId);
        return agent is { State: AgentState.Active } && await db.AgentSessions.AnyAsync(x => x.Id == me.SessionId && x.EndedAt == null) ? agent : null;
    }
}
