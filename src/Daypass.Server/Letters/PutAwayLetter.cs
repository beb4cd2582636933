using Daypass.Server.Audit;
using Daypass.Server.Support;
using Microsoft.EntityFrameworkCore;

namespace Daypass.Server.Letters;

internal enum PutAwayResult
{
    Done,

    /// <summary>No such letter, or somebody else assigned it or put it away meanwhile.</summary>
    Gone,

    /// <summary>Representatives sort the letters.</summary>
    NotYours,
    SignedOut,
}

/// <summary>
/// Takes what is no letter off the desk, with the reason; and puts it back, as long as its content is there (<see cref="ForgetPutAway"/>).
/// A refused one keeps its own reason beside this one.
/// </summary>
internal sealed class PutAwayLetter(Store store, TimeProvider clock)
{
    public Task<PutAwayResult> Run(AgentSignedIn me, Guid letter, LetterPutAway why) => Change(me, letter, async (db, now, agent) =>
        await db.CaseLetters.Where(x => x.Id == letter && x.CaseId == null && (x.State == LetterState.Unassigned || x.State == LetterState.Refused))
            .ExecuteUpdateAsync(set => set.SetProperty(x => x.State, LetterState.PutAway)
                .SetProperty(x => x.PutAway, why).SetProperty(x => x.PutAwayAt, now).SetProperty(x => x.AgentId, agent.Id)) == 1);

    public Task<PutAwayResult> PutBack(AgentSignedIn me, Guid letter) => Change(me, letter, async (db, _, _) =>
        await db.CaseLetters.Where(x => x.Id == letter && x.State == LetterState.PutAway && x.PurgedAt == null)
            .ExecuteUpdateAsync(set => set.SetProperty(x => x.State, x => x.Type == null ? LetterState.Refused : LetterState.Unassigned)
                .SetProperty(x => x.PutAway, (LetterPutAway?)null).SetProperty(x => x.PutAwayAt, (DateTimeOffset?)null).SetProperty(x => x.AgentId, (Guid?)null)) == 1);

    private Task<PutAwayResult> Change(AgentSignedIn me, Guid letter, Func<DaypassDb, DateTimeOffset, SupportAgent, Task<bool>> change) => store.Write(Guid.Empty, async db =>
    {
        var now = clock.Now();
        if (await db.AgentTurn(me) is not { } agent)
        {
            return PutAwayResult.SignedOut;
        }

        if (agent.Role != AgentRole.Representative)
        {
            return PutAwayResult.NotYours;
        }

        if (!await change(db, now, agent))
        {
            return PutAwayResult.Gone;
        }

        var changed = await db.CaseLetters.AsNoTracking().SingleAsync(x => x.Id == letter);
        var kind = changed.State == LetterState.PutAway ? EventKind.LetterPutAway : EventKind.LetterPutBack;
        db.Record(now, Guid.Empty, kind, By.Agent(agent.Id), facts: LetterFacts.Of(changed));
        return PutAwayResult.Done;
    });
}
