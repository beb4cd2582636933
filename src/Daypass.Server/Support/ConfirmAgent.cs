using Daypass.Server.Audit;
using Microsoft.EntityFrameworkCore;

namespace Daypass.Server.Support;

/// <summary>A fresh second step inside a session, for what asks for one.</summary>
internal sealed class ConfirmAgent(AgentValues values)
{
    public Task<AgentValueResult<AgentSignedIn>> Run(AgentSignedIn me, string? typed) => values.Try(me.AgentId, typed, async (db, now, agent) =>
    {
        if (agent.State != AgentState.Active || await db.AgentSessions.Where(x => x.Id == me.SessionId && x.EndedAt == null)
                .ExecuteUpdateAsync(set => set.SetProperty(x => x.ConfirmedAt, now)) == 0)
        {
            return null;
        }

        db.Record(now, Guid.Empty, EventKind.AgentConfirmed, By.Agent(agent.Id), agent.Id, session: me.SessionId);
        return me with { ConfirmedAt = now };
    });
}
