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
    /// <summary>The agent, held until the transaction ends; null if meanwhile the session ended or the agent was retired.</summary>
    public static async Task<SupportAgent?> AgentTurn(this DaypassDb db, AgentSignedIn me)
    {
        if (await db.SupportAgents.Where(x => x.Id == me.AgentId).ExecuteUpdateAsync(set => set.SetProperty(x => x.Turn, x => x.Turn + 1)) == 0)
        {
            return null;
        }

        var agent = await db.SupportAgents.AsNoTracking().SingleAsync(x => x.Id == me.AgentId);
        return agent.State == AgentState.Active && await db.AgentSessions.AnyAsync(x => x.Id == me.SessionId && x.EndedAt == null) ? agent : null;
    }
}
