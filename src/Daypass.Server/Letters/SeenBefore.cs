using Microsoft.EntityFrameworkCore;

namespace Daypass.Server.Letters;

/// <summary>An earlier letter of the very same bytes.</summary>
/// <param name="Case">Null: it belongs to no case.</param>
/// <param name="Outcome">Of that case, up to now.</param>
internal sealed record SeenLetter(Guid Letter, DateTimeOffset At, bool IsAway, Guid? Case, int? Number, CaseState? Outcome);

/// <summary>
/// H3: a letter is written for one request. One that was here before, with another case or by another mail, may be somebody's copy of it: it
/// is said to whoever decides, by its fingerprint, which is kept longer than the letter. It refuses nothing: a fax is sent twice, too.
/// </summary>
internal static class SeenBefore
{
    private const int Shown = 5;

    /// <summary>On a context that sees all firms: the desk's letters are compared with all of its letters.</summary>
    public static async Task<ILookup<Guid, SeenLetter>> Of(DaypassDb db, IReadOnlyCollection<CaseLetter> letters)
    {
        var prints = letters.Select(x => x.Sha256).Where(x => x.Length > 0).DistinctBy(Convert.ToHexString).ToList();
        if (prints.Count == 0)
        {
            return Array.Empty<(Guid, SeenLetter)>().ToLookup(x => x.Item1, x => x.Item2);
        }

        var same = await (
            from other in db.CaseLetters.Where(x => prints.Contains(x.Sha256))
            join found in db.SupportCases on other.CaseId equals (Guid?)found.Id into cases
            from about in cases.DefaultIfEmpty()
            orderby other.ReceivedAt descending
            select new { other.Id, other.Sha256, other.ReceivedAt, other.State, other.CaseId, Number = (int?)about!.Number, Outcome = (CaseState?)about.State })
            .AsNoTracking().ToListAsync();
        return letters.SelectMany(letter => same
                .Where(x => x.Id != letter.Id && x.Sha256.AsSpan().SequenceEqual(letter.Sha256) && (x.CaseId is null || x.CaseId != letter.CaseId) && IsEarlier(x.ReceivedAt, x.Id, letter))
                .Take(Shown)
                .Select(x => (letter.Id, Seen: new SeenLetter(x.Id, x.ReceivedAt, x.State == LetterState.PutAway, x.CaseId, x.Number, x.Outcome))))
            .ToLookup(x => x.Id, x => x.Seen);
    }

    private static bool IsEarlier(DateTimeOffset at, Guid id, CaseLetter letter) => at < letter.ReceivedAt || (at == letter.ReceivedAt && id.CompareTo(letter.Id) < 0);
}
