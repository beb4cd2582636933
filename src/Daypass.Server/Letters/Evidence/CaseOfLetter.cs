using Microsoft.EntityFrameworkCore;

namespace Daypass.Server.Letters.Evidence;

internal sealed record CaseForLetter(Guid Id, int Number, string Firm);

/// <summary>Which case a letter is to be added to: its number and its firm, to be read before somebody adds it to the wrong one.</summary>
internal sealed class CaseOfLetter(Store store)
{
    public Task<CaseForLetter?> Run(Guid caseId) => store.ReadAcross(db => Told(db, db.SupportCases.Where(x => x.Id == caseId)));

    /// <param name="number">As in a link, which may be old: null also where the case is no longer open.</param>
    public Task<CaseForLetter?> Run(int? number) => store.ReadAcross(db => Told(db, db.SupportCases.Where(x => x.Number == number && x.State == CaseState.Open && x.FrozenAt == null)));

    private static Task<CaseForLetter?> Told(DaypassDb db, IQueryable<SupportCase> cases) =>
        cases.Join(db.Firms, x => x.FirmId, x => x.Id, (about, firm) => new CaseForLetter(about.Id, about.Number, firm.Name)).SingleOrDefaultAsync();
}
