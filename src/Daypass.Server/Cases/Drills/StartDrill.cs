using Daypass.Server.Audit;
using Daypass.Server.Letters.Evidence;
using Daypass.Server.Letters.Files;
using Daypass.Server.Support;
using Microsoft.EntityFrameworkCore;

namespace Daypass.Server.Cases.Drills;

/// <param name="Id">Of the form: sent twice, it starts one drill.</param>
/// <param name="Account">An administrator of the firm, for whom a code is asked.</param>
/// <param name="InNameOf">A representative who knows of it, in whose name the case stands in the queue; null: who starts it.</param>
internal sealed record DrillRequest(Guid Id, Guid Firm, Guid Account, DrillFlaw Flaw, CaseArrival Arrival, CodeReason Reason, Guid? InNameOf = null);

/// <summary>
/// A technician starts a drill: an invented request for a real firm's administrator, with a letter that is made here and one thing wrong. It
/// runs through the queue like any other; the firm is told nothing, and its activity has nothing of it. Who started it takes no part.
/// </summary>
internal sealed class StartDrill(Store store, TimeProvider clock, RenderLetter render)
{
    public async Task<OpenCaseResult> Run(AgentSignedIn me, DrillRequest request)
    {
        var result = await store.WriteAcross(db => Start(db, me, request));
        if (result is OpenCaseResult.Opened opened)
        {
            await render.Run(opened.Case);
        }

        return result;
    }

    private async Task<OpenCaseResult> Start(DaypassDb db, AgentSignedIn me, DrillRequest request)
    {
        var now = clock.Now();
        if (await db.AgentTurn(me) is not { } agent)
        {
            return new OpenCaseResult.Refused(CaseRefusal.SignedOut);
        }

        if (await db.SupportCases.AsNoTracking().SingleOrDefaultAsync(x => x.Id == request.Id) is { } started)
        {
            return new OpenCaseResult.Opened(started.Id, started.Number);
        }

        var firm = await db.Firms.AsNoTracking().SingleOrDefaultAsync(x => x.Id == request.Firm);
        var person = await db.Accounts.AsNoTracking().SingleOrDefaultAsync(x => x.Id == request.Account && x.FirmId == request.Firm);
        var primary = await db.Accounts.AsNoTracking().SingleOrDefaultAsync(x => x.FirmId == request.Firm && x.IsPrimary);
        if (firm is null || person is null || primary is null)
        {
            return new OpenCaseResult.NotFound();
        }

        var refusal = agent.Role != AgentRole.Technician ? CaseRefusal.NotYours
            : person.State != AccountState.Active || !CaseRule.IsForSupport(CaseKind.Access, person.Standing()) ? CaseRefusal.NotForSupport
            : request.InNameOf is { } name && !await db.SupportAgents.AnyAsync(x => x.Id == name && x.Role == AgentRole.Representative && x.State == AgentState.Active) ? CaseRefusal.NotYours
            : (CaseRefusal?)null;
        if (refusal is { } why)
        {
            return new OpenCaseResult.Refused(why);
        }

        if (await OpenedBefore.FullUntil(db, now, agent.Id) is { } until)
        {
            db.Record(now, Guid.Empty, EventKind.CaseStepRefused, By.Agent(agent.Id), facts: RefusalFacts.Of(CaseRefusal.TooManyCases));
            return new OpenCaseResult.TooMany(until);
        }

        var made = new SupportCase
        {
            Id = request.Id,
            Number = await OpenCase.FreeNumber(db),
            FirmId = firm.Id,
            Kind = CaseKind.Access,
            State = CaseState.Open,
            IsDrill = true,
            AccountId = person.Id,
            RequesterId = primary.Id,
            Arrival = request.Arrival,
            Reason = request.Reason == CodeReason.Other ? CodeReason.Lost : request.Reason,
            OpenedBy = request.InNameOf ?? agent.Id,
            AssignedTo = null,
            OpenedAt = now,
        };
        db.SupportCases.Add(made);
        db.Record(now, made, EventKind.DrillStarted, By.Agent(agent.Id), new DrillFacts(request.Flaw));
        AddLetter(db, now, made, DrillLetter.Make(request.Flaw, firm, primary, person, made.Reason, now), agent);
        return new OpenCaseResult.Opened(made.Id, made.Number);
    }

    /// <summary>The letter has the case's id: one drill, one letter.</summary>
    private static void AddLetter(DaypassDb db, DateTimeOffset now, SupportCase made, byte[] file, SupportAgent agent)
    {
        var taken = LetterFile.Check(file) as FileCheck.Taken ?? throw new InvalidOperationException("The letter of a drill is no letter.");
        var letter = new CaseLetter
        {
            Id = made.Id,
            FirmId = made.FirmId,
            CaseId = made.Id,
            Source = LetterSource.Upload,
            State = LetterState.Assigned,
            ReceivedAt = now,
            AgentId = made.OpenedBy,
            AssignedAt = now,
            FileName = made.Arrival == CaseArrival.Fax ? "fax.pdf" : "letter.pdf",
            Type = taken.Type,
            Size = file.Length,
            Sha256 = taken.Sha256,
        };
        db.CaseLetters.Add(letter);
        db.LetterContents.Add(new LetterContent { Id = letter.Id, FirmId = letter.FirmId, Bytes = file });
        Evidences.Record(db, now, EventKind.LetterAttached, letter, made, By.Agent(agent.Id));
    }
}
