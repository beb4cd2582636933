using Daypass.Server.Audit;
using Daypass.Server.Letters.Evidence;
using Daypass.Server.Support;
using Microsoft.EntityFrameworkCore;

namespace Daypass.Server.Cases;

internal abstract record AssignLetterResult
{
    internal sealed record Assigned(Guid Case, int Number) : AssignLetterResult;

    internal sealed record Refused(CaseRefusal Why) : AssignLetterResult;

    internal sealed record NoSuchCase : AssignLetterResult;

    /// <summary>It has as many letters as a case holds.</summary>
    internal sealed record CaseIsFull : AssignLetterResult;

    /// <summary>No such letter, or it is another case's, put away or refused by now.</summary>
    internal sealed record Gone : AssignLetterResult;
}

/// <summary>
/// A representative makes a letter from the intake the evidence of an open case, by the number that is said on the phone. From then on it is
/// the firm's: of two who assign it at the same moment, one does.
/// </summary>
internal sealed class AssignLetter(Store store, TimeProvider clock)
{
    /// <summary>Across firms: the letter is of none before, and of the case's after.</summary>
    public Task<AssignLetterResult> Run(AgentSignedIn me, Guid letter, int caseNumber) => store.WriteAcross<AssignLetterResult>(async db =>
    {
        var now = clock.Now();
        if (await db.AgentTurn(me) is not { } agent)
        {
            return new AssignLetterResult.Refused(CaseRefusal.SignedOut);
        }

        var id = await db.SupportCases.Where(x => x.Number == caseNumber).Select(x => (Guid?)x.Id).SingleOrDefaultAsync();
        if (id is null)
        {
            return new AssignLetterResult.NoSuchCase();
        }

        var about = await CaseSteps.Hold(db, now, id.Value);
        if (await db.CaseLetters.AnyAsync(x => x.Id == letter && x.CaseId == about.Id))
        {
            return new AssignLetterResult.Assigned(about.Id, about.Number); // the form was sent twice
        }

        if (CaseRule.WhyNotAddLetter(about.State, about.FrozenAt is not null, agent.Role) is { } why)
        {
            db.Record(now, about, EventKind.CaseStepRefused, By.Agent(agent.Id), RefusalFacts.Of(why));
            return new AssignLetterResult.Refused(why);
        }

        if (await db.CaseLetters.CountAsync(x => x.CaseId == about.Id) >= AttachLetter.PerCase)
        {
            return new AssignLetterResult.CaseIsFull();
        }

        if (!await Move(db, now, letter, about, agent))
        {
            return new AssignLetterResult.Gone();
        }

        var moved = await db.CaseLetters.AsNoTracking().SingleAsync(x => x.Id == letter);
        db.Record(now, about, EventKind.LetterAttached, By.Agent(agent.Id), LetterFacts.Of(moved));
        return new AssignLetterResult.Assigned(about.Id, about.Number);
    });

    private static async Task<bool> Move(DaypassDb db, DateTimeOffset now, Guid letter, SupportCase about, SupportAgent agent)
    {
        var moved = await db.CaseLetters.Where(x => x.Id == letter && x.CaseId == null && x.State == LetterState.Unassigned).ExecuteUpdateAsync(set => set
            .SetProperty(x => x.State, LetterState.Assigned).SetProperty(x => x.CaseId, about.Id).SetProperty(x => x.FirmId, about.FirmId)
            .SetProperty(x => x.AgentId, agent.Id).SetProperty(x => x.AssignedAt, now));
        if (moved == 0)
        {
            return false;
        }

        // The content and the pages made of it go with the letter: what stayed behind would be seen by no firm, and purged with none.
        await db.LetterContents.Where(x => x.Id == letter).ExecuteUpdateAsync(set => set.SetProperty(x => x.FirmId, about.FirmId));
        await db.LetterPages.Where(x => x.LetterId == letter).ExecuteUpdateAsync(set => set.SetProperty(x => x.FirmId, about.FirmId));
        return true;
    }
}
