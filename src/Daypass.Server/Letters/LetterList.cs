using Microsoft.EntityFrameworkCore;

namespace Daypass.Server.Letters;

/// <summary>A letter of no case, as the desk lists it. <see cref="PutAwayBy"/> is an agent's name.</summary>
internal sealed record ListedLetter(Guid Id, LetterState State, DateTimeOffset ReceivedAt, string Sender, string Subject, string FileName,
    LetterType? Type, int Size, int? Pages, string? Problem, LetterPutAway? PutAway, DateTimeOffset? PutAwayAt, string? PutAwayBy, bool IsGone)
{
    /// <summary>Where the very same file was before, the newest first.</summary>
    public IReadOnlyList<SeenLetter> SeenBefore { get; init; } = [];
}

/// <summary>How many of each state, and one page of one state.</summary>
internal sealed record ListedLetters(IReadOnlyList<ListedLetter> Letters, int Unassigned, int Refused, int PutAway, bool HasMore);

/// <summary>The letters that belong to no case: those that wait with the oldest first, those put away with the newest first.</summary>
internal sealed class LetterList(Store store)
{
    /// <param name="page">From 0.</param>
    public Task<ListedLetters> Run(LetterState state, int page, int size) => store.ReadAcross(async db =>
    {
        var letters = db.CaseLetters.AsNoTracking().Where(x => x.CaseId == null);
        var counts = await letters.GroupBy(x => x.State).Select(x => new { x.Key, Count = x.Count() }).ToDictionaryAsync(x => x.Key, x => x.Count);
        var wanted = letters.Where(x => x.State == state);
        var ordered = state == LetterState.PutAway
            ? wanted.OrderByDescending(x => x.PutAwayAt).ThenBy(x => x.Id)
            : wanted.OrderBy(x => x.ReceivedAt).ThenBy(x => x.Id);
        var found = await ordered.Skip(page * size).Take(size + 1).ToListAsync();
        var agents = found.Select(x => x.AgentId).OfType<Guid>().ToList();
        var names = await db.SupportAgents.Where(x => agents.Contains(x.Id)).ToDictionaryAsync(x => x.Id, x => x.Name);
        var seen = await SeenBefore.Of(db, found);
        return new ListedLetters(
            [.. found.Take(size).Select(x => Listed(x, names) with { SeenBefore = [.. seen[x.Id]] })],
            counts.GetValueOrDefault(LetterState.Unassigned), counts.GetValueOrDefault(LetterState.Refused), counts.GetValueOrDefault(LetterState.PutAway),
            found.Count > size);
    });

    /// <summary>One letter, also if a case has it by now; null: there is none.</summary>
    public Task<ListedLetter?> One(Guid letter) => store.ReadAcross(async db =>
    {
        var found = await db.CaseLetters.AsNoTracking().SingleOrDefaultAsync(x => x.Id == letter);
        return found is null ? null : Listed(found, await db.SupportAgents.Where(x => x.Id == found.AgentId).ToDictionaryAsync(x => x.Id, x => x.Name)) with
        {
            SeenBefore = [.. (await SeenBefore.Of(db, [found]))[found.Id]],
        };
    });

    private static ListedLetter Listed(CaseLetter x, Dictionary<Guid, string> names) => new(
        x.Id, x.State, x.ReceivedAt, x.Sender ?? "", x.Subject ?? "", x.FileName, x.Type, x.Size, x.Pages, x.Problem,
        x.PutAway, x.PutAwayAt, x.AgentId is { } agent ? names.GetValueOrDefault(agent) : null, x.PurgedAt is not null);
}
