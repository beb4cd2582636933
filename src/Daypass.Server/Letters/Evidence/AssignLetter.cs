using Daypass.Server.Audit;
using Daypass.Server.Support;
using Microsoft.EntityFrameworkCore;

namespace Daypass.Server.Letters.Evidence;

internal abstract record AssignResult
{
    internal sealed record Assigned(Guid Case) : AssignResult;

    /// <summary>It is evidence already, was put away, refused or purged.</summary>
    internal sealed record NotWaiting : AssignResult;

    internal sealed record Refused(CaseRefusal Why) : AssignResult;

    /// <summary>As many letters as a case holds.</summary>
    internal sealed record CaseIsFull : AssignResult;

    internal sealed record NotFound : AssignResult;
}

/// <summary>A representative makes a letter from the mailbox the evidence of a case (H3). From then on it is of the case's firm, with all its rows.</summary>
internal sealed class AssignLetter(Store store, TimeProvider clock)
{
    public Task<AssignResult> Run(AgentSignedIn me, Guid letterId, Guid caseId) => store.WriteAcross<AssignResult>(async db =>
    {
        var now = clock.Now();
        if (await db.AgentTurn(me) is not { } agent)
        {
            return new AssignResult.Refused(CaseRefusal.SignedOut);
        }

        if (await Evidences.Hold(db, caseId) is not { } about || await Evidences.HoldLetter(db, letterId) is not { } letter)
        {
            return new AssignResult.NotFound();
        }

        if (Evidences.WhyNotAdd(db, now, about, agent) is { } why)
        {
            return new AssignResult.Refused(why);
        }

        if (letter.State != LetterState.Unassigned)
        {
            // Twice the same, from two tabs or by the back button, is once.
            return letter.CaseId == caseId ? new AssignResult.Assigned(caseId) : new AssignResult.NotWaiting();
        }

        if (await db.CaseLetters.CountAsync(x => x.CaseId == caseId) >= AttachLetter.PerCase)
        {
            return new AssignResult.CaseIsFull();
        }

        await Move(db, now, letterId, about, agent);
        Evidences.Record(db, now, EventKind.LetterAttached, letter, about, By.Agent(agent.Id));
        return new AssignResult.Assigned(caseId);
    });

    private static async Task Move(DaypassDb db, DateTimeOffset now, Guid letterId, SupportCase about, SupportAgent agent)
    {
        await db.CaseLetters.Where(x => x.Id == letterId).ExecuteUpdateAsync(set => set
            .SetProperty(x => x.State, LetterState.Assigned)
            .SetProperty(x => x.CaseId, about.Id)
            .SetProperty(x => x.FirmId, about.FirmId)
            .SetProperty(x => x.AgentId, agent.Id)
            .SetProperty(x => x.AssignedAt, now));
        await db.LetterContents.Where(x => x.Id == letterId).ExecuteUpdateAsync(set => set.SetProperty(x => x.FirmId, about.FirmId));
        await db.LetterPages.Where(x => x.LetterId == letterId).ExecuteUpdateAsync(set => set.SetProperty(x => x.FirmId, about.FirmId));
    }
}
