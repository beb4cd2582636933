using Daypass.Server.Hosting;
using Microsoft.EntityFrameworkCore;

namespace Daypass.Server.Support;

internal abstract record AgentPasswordResult
{
    /// <summary>Unknown email, wrong password, retired, not enrolled or locked: one answer (P1).</summary>
    internal sealed record Refused : AgentPasswordResult;

    /// <summary>Too many at once: try again after this many seconds.</summary>
    internal sealed record Busy(int RetryAfterSeconds) : AgentPasswordResult;

    /// <summary>On to the authenticator: at the desk always both (H7).</summary>
    internal sealed record Continue(Token SignIn) : AgentPasswordResult;
}

/// <summary>
/// An agent's password step, as that of a login (P1, P2): one way through for every email and every password, and a place taken before
/// the hash is computed.
/// </summary>
internal sealed class EnterAgentPassword(Store store, TimeProvider clock, PasswordPlaces places, Passwords passwords, HashLanes lanes)
{
    public async Task<AgentPasswordResult> Run(string email, string password, AgentsBrowser? browser)
    {
        var key = EmailAddress.KeyOf(email);
        try
        {
            using var lane = lanes.Enter(browser is not null);
            var agent = await places.InTurn(browser is null, () => store.Read(Guid.Empty, db => db.SupportAgents.AsNoTracking().SingleOrDefaultAsync(x => x.EmailKey == key)));
            var subject = AgentsPassword.Subject(key, agent is not null && browser?.Agents.Contains(agent.Id) == true ? browser.Id : null);
            var owner = new AgentsPassword(subject, agent);
            var place = await places.Reserve(subject, owner);
            if (place == PasswordPlace.Busy)
            {
                return new AgentPasswordResult.Busy(HashLanes.RetryAfterSeconds);
            }

            var own = agent is { State: AgentState.Active } && place == PasswordPlace.Taken ? agent.PasswordHash : null;
            var (right, renewed) = await lane.Run(() => passwords.Verify(own, password) ? (true, passwords.NeedsRehash(own!) ? passwords.Hash(password) : null) : (false, null));
            return await store.Write<AgentPasswordResult>(Guid.Empty, async db =>
            {
                if (right && await Continue(db, subject, agent!, renewed) is { } signIn)
                {
                    return new AgentPasswordResult.Continue(signIn);
                }

                await (place == PasswordPlace.Taken ? places.Wrong(db, subject, owner) : places.FoundLocked(db, subject, owner));
                return new AgentPasswordResult.Refused();
            });
        }
        catch (HashLanesBusy)
        {
            return new AgentPasswordResult.Busy(HashLanes.RetryAfterSeconds);
        }
    }

    /// <summary>The password was right. Null if meanwhile another was set, or the agent was reset or retired.</summary>
    private async Task<Token?> Continue(DaypassDb db, PasswordTriesKey subject, SupportAgent seen, string? renewedHash)
    {
        var agent = await db.LockAgent(seen.Id);
        if (agent is not { State: AgentState.Active, PasswordHash: not null } || agent.PasswordSetAt != seen.PasswordSetAt)
        {
            return null;
        }

        await PasswordPlaces.Right(db, subject);
        agent.PasswordHash = renewedHash ?? agent.PasswordHash;
        return AgentSignIns.Begin(db, clock.Now(), agent.Id);
    }
}
