using Daypass.Server.Audit;
using Microsoft.EntityFrameworkCore;

namespace Daypass.Server.Support;

/// <summary>Ends this session of the agent.</summary>
internal sealed class AgentSignOut(Store store, TimeProvider clock)
{
    public Task Run(AgentSignedIn me) => store.Write(Guid.Empty, async db =>
    {
        var now = clock.Now();
        if (await db.AgentSessions.Where(x => x.Id == me.SessionId && x.EndedAt == null)
                .ExecuteUpdateAsync(set => set.SetProperty(x => x.EndedAt, now)) == 1)
        {
            db.Record(now, Guid.Empty, EventKind.AgentSignedOut, By.Agent(me.AgentId), me.AgentId, session: me.SessionId);
        }
    });
}
