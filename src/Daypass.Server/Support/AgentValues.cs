using Daypass.Server.Audit;
using Daypass.Server.Hosting;
using Daypass.Server.Notifications;
using Microsoft.EntityFrameworkCore;

namespace Daypass.Server.Support;

/// <summary>What came of six digits that an agent typed.</summary>
internal abstract record AgentValueResult<T>
{
    internal sealed record Right(T What) : AgentValueResult<T>;

    /// <summary>Not six digits: costs no try.</summary>
    internal sealed record TypingError : AgentValueResult<T>;

    /// <summary>Wrong, or used already.</summary>
    internal sealed record Wrong(int Left) : AgentValueResult<T>;

    internal sealed record Locked(DateTimeOffset Until) : AgentValueResult<T>;

    /// <summary>What they were typed for is over.</summary>
    internal sealed record Gone : AgentValueResult<T>;
}

/// <summary>
/// TOTP values typed by agents. A place, and the lock that comes with it, is written and committed before anything is computed (C8); a
/// right value lifts both. One value works once (Q18): the last step is moved with the agent held.
/// </summary>
internal sealed class AgentValues(Store store, TimeProvider clock, TotpVerifier totp)
{
    /// <param name="onRight">What the value opens, with the agent held; null: it opens nothing any more.</param>
    public async Task<AgentValueResult<T>> Try<T>(Guid agentId, string? typed, Func<DaypassDb, DateTimeOffset, SupportAgent, Task<T?>> onRight) where T : class
    {
        if (TotpDigits.TryRead(typed) is not { } digits)
        {
            return new AgentValueResult<T>.TypingError();
        }

        var (agent, free) = await store.Write(Guid.Empty, db => Reserve(db, agentId));
        if (agent is null)
        {
            return new AgentValueResult<T>.Gone();
        }

        if (!free)
        {
            return new AgentValueResult<T>.Locked(agent.CodesLockedUntil!.Value);
        }

        if (totp.Verify(agent.Id, agent.Secret, agent.LastStep, digits, clock.Now()) is { } step
            && await store.Write(Guid.Empty, db => Accept(db, agent, step, onRight)) is { } accepted)
        {
            return accepted;
        }

        return await store.Write(Guid.Empty, db => Refuse<T>(db, agent));
    }

    private async Task<(SupportAgent? Agent, bool Free)> Reserve(DaypassDb db, Guid agentId)
    {
        var now = clock.Now();
        if (await db.LockAgent(agentId) is not { State: not AgentState.Retired } agent)
        {
            return (null, false);
        }

        if (agent.CodesLockedUntil > now)
        {
            return (agent, false);
        }

        agent.CodesTaken++;
        agent.CodesLockedUntil = AgentRule.LockedUntil(agent.CodesTaken, now);
        return (agent, true);
    }

    /// <summary>Null: the value was used by another request meanwhile, or is of a secret that is no more.</summary>
    private async Task<AgentValueResult<T>?> Accept<T>(DaypassDb db, SupportAgent seen, long step, Func<DaypassDb, DateTimeOffset, SupportAgent, Task<T?>> onRight) where T : class
    {
        var agent = await db.LockAgent(seen.Id);
        if (agent is null || agent.LastStep >= step || agent.Secret is null || !agent.Secret.AsSpan().SequenceEqual(seen.Secret))
        {
            return null;
        }

        if (await onRight(db, clock.Now(), agent) is not { } what)
        {
            return new AgentValueResult<T>.Gone();
        }

        (agent.LastStep, agent.CodesTaken, agent.CodesLockedUntil) = (step, 0, null);
        return new AgentValueResult<T>.Right(what);
    }

    private async Task<AgentValueResult<T>> Refuse<T>(DaypassDb db, SupportAgent tried)
    {
        var now = clock.Now();
        db.Record(now, Guid.Empty, EventKind.AgentCodeWrong, By.Nobody, tried.Id);
        if (tried.CodesLockedUntil is not { } until || await db.LockAgent(tried.Id) is not { } agent || agent.CodesLockedUntil != until)
        {
            return new AgentValueResult<T>.Wrong(AgentRule.ValuesInARow - (tried.CodesTaken % AgentRule.ValuesInARow));
        }

        db.Record(now, Guid.Empty, EventKind.AgentLocked, By.Nobody, agent.Id, facts: new UntilFacts(until));
        db.TellAgent(now, NoticeKind.AgentLocked, agent.Id, By.Nobody);
        return new AgentValueResult<T>.Locked(until);
    }
}
