using Microsoft.EntityFrameworkCore;

namespace Daypass.Server.Letters.Evidence;

/// <summary>Which case a letter is to be added to: its number and its firm, to be read before somebody adds it to the wrong one.</summary>
internal sealed class CaseOfLetter(Store store)
{
    public Task<(int Number, string Firm)?> Run(Guid caseId) => store.ReadAcross<(int, string)?>(async db =>
        await db.SupportCases.Where(x => x.Id == caseId).Join(db.Firms, x => x.FirmId, x => x.Id, (about, firm) => new { about.Number, firm.Name }).SingleOrDefaultAsync()
            is { } found ? (found.Number, found.Name) : null);
}
