using Daypass.Server.Audit;
using Daypass.Server.Letters.Files;
using Daypass.Server.Letters.Rendering;
using Daypass.Server.Support;
using Microsoft.EntityFrameworkCore;

namespace Daypass.Server.Letters.Evidence;

internal abstract record AttachResult
{
    internal sealed record Attached(Guid Letter) : AttachResult;

    internal sealed record NotTaken(LetterProblem Problem) : AttachResult;

    internal sealed record Refused(CaseRefusal Why) : AttachResult;

    internal sealed record NotFound : AttachResult;
}

/// <summary>
/// H3: a representative adds a letter to a case, while its evidence is collected. The file is judged by its content, kept as it came with
/// its fingerprint, and its pages are made at once. The same file added twice is there once.
/// </summary>
internal sealed class AttachLetter(Store store, TimeProvider clock, RenderLetter render)
{
    public const int PerCase = 20;

    public async Task<AttachResult> Run(AgentSignedIn me, Guid caseId, string? fileName, byte[] file)
    {
        var check = LetterFile.Check(file);
        var result = await store.WriteAcross(db => Attach(db, me, caseId, LetterFileName.Clean(fileName), file, check));
        if (result is AttachResult.Attached attached)
        {
            await render.Run(attached.Letter);
        }

        return result;
    }

    private async Task<AttachResult> Attach(DaypassDb db, AgentSignedIn me, Guid caseId, string fileName, byte[] file, FileCheck check)
    {
        var now = clock.Now();
        if (await db.AgentTurn(me) is not { } agent)
        {
            return new AttachResult.Refused(CaseRefusal.SignedOut);
        }

        if (await Evidences.Hold(db, caseId) is not { } about)
        {
            return new AttachResult.NotFound();
        }

        if (Evidences.WhyNotAdd(db, now, about, agent) is { } why)
        {
            return new AttachResult.Refused(why);
        }

        var letters = await db.CaseLetters.AsNoTracking().Where(x => x.CaseId == caseId && x.State == LetterState.Assigned).ToListAsync();
        var letter = new CaseLetter
        {
            Id = Guid.CreateVersion7(now),
            FirmId = about.FirmId,
            CaseId = caseId,
            Source = LetterSource.Upload,
            State = LetterState.Assigned,
            ReceivedAt = now,
            AgentId = agent.Id,
            AssignedAt = now,
            FileName = fileName,
            Size = file.Length,
        };
        var problem = (check as FileCheck.Refused)?.Problem ?? (letters.Count >= PerCase ? LetterProblem.TooManyLetters : null);
        if (check is not FileCheck.Taken taken || problem is not null)
        {
            Evidences.Record(db, now, EventKind.LetterRefused, letter, about, By.Agent(agent.Id), problem);
            return new AttachResult.NotTaken(problem!.Value);
        }

        if (letters.Find(x => x.Sha256.AsSpan().SequenceEqual(taken.Sha256)) is { } same)
        {
            return new AttachResult.Attached(same.Id);
        }

        (letter.Type, letter.Sha256) = (taken.Type, taken.Sha256);
        db.CaseLetters.Add(letter);
        db.LetterContents.Add(new LetterContent { Id = letter.Id, FirmId = letter.FirmId, Bytes = file });
        Evidences.Record(db, now, EventKind.LetterAttached, letter, about, By.Agent(agent.Id));
        return new AttachResult.Attached(letter.Id);
    }
}
