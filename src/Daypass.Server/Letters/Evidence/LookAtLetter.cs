using Daypass.Server.Audit;
using Daypass.Server.Support;
using Microsoft.EntityFrameworkCore;

namespace Daypass.Server.Letters.Evidence;

internal sealed record PageSize(int Number, int Width, int Height);

/// <param name="Case">Null while it belongs to none.</param>
/// <param name="Firm">Of the case.</param>
/// <param name="FirmZone">Its time zone.</param>
/// <param name="Agent">Who uploaded or assigned it.</param>
internal sealed record LetterView(CaseLetter Letter, SupportCase? Case, string? Firm, string? FirmZone, string? Agent, IReadOnlyList<PageSize> Pages)
{
    /// <summary>Where the very same file was before, the newest first.</summary>
    public IReadOnlyList<SeenLetter> SeenBefore { get; init; } = [];
}

/// <summary>Shows a letter to an agent. Each look is a line in the activity (H6), in the transaction that shows it.</summary>
internal sealed class LookAtLetter(Store store, TimeProvider clock)
{
    /// <summary>Null: there is no such letter, or the agent's session ended meanwhile.</summary>
    public Task<LetterView?> Run(AgentSignedIn me, Guid letterId) => store.WriteAcross(async db =>
    {
        if (await Views.Begin(db, me, letterId) is not { } letter)
        {
            return null;
        }

        var about = await Views.CaseOf(db, letter);
        var firm = about is null ? null : await db.Firms.AsNoTracking().SingleAsync(x => x.Id == about.FirmId);
        Evidences.Record(db, clock.Now(), EventKind.EvidenceViewed, letter, about, By.Agent(me.AgentId));
        return new LetterView(letter, about, firm?.Name, firm?.TimeZone,
            await db.SupportAgents.Where(x => x.Id == letter.AgentId).Select(x => x.Name).SingleOrDefaultAsync(),
            letter.Pages is null ? [] : await db.LetterPages.Where(x => x.LetterId == letterId).OrderBy(x => x.Number)
                .Select(x => new PageSize(x.Number, x.Width, x.Height)).ToListAsync())
        {
            SeenBefore = [.. (await SeenBefore.Of(db, [letter]))[letter.Id]],
        };
    });
}

/// <summary>One page's image. It belongs to a look at the letter that was recorded a moment ago; else it is a look of its own.</summary>
internal sealed class ShowPage(Store store, TimeProvider clock)
{
    private static readonly TimeSpan OneLook = TimeSpan.FromMinutes(10);
    private const int LinesRead = 200;

    /// <summary>PNG; null: there is no such page.</summary>
    public Task<byte[]?> Run(AgentSignedIn me, Guid letterId, int number) => store.WriteAcross(async db =>
    {
        var page = await Views.Begin(db, me, letterId) is { Pages: not null } letter
            ? await db.LetterPages.Where(x => x.LetterId == letterId && x.Number == number).Select(x => new { letter, x.Png }).SingleOrDefaultAsync()
            : null;
        if (page is null)
        {
            return null;
        }

        var (now, about) = (clock.Now(), await Views.CaseOf(db, page.letter));
        if (!await IsLookedAt(db, now, Evidences.Place(about), letterId, me))
        {
            Evidences.Record(db, now, EventKind.EvidenceViewed, page.letter, about, By.Agent(me.AgentId));
        }

        return page.Png;
    });

    private static async Task<bool> IsLookedAt(DaypassDb db, DateTimeOffset now, Guid firm, Guid letterId, AgentSignedIn me)
    {
        var newest = await db.SecurityEvents.AsNoTracking().Where(x => x.FirmId == firm).OrderByDescending(x => x.Id).Take(LinesRead).ToListAsync();
        return newest.Exists(x => x.Kind == EventKind.EvidenceViewed && x.ActorId == me.AgentId && now - x.At < OneLook
            && EventFacts.Read(x.Facts) is LetterFacts facts && facts.Letter == letterId);
    }
}

/// <param name="Name">Made here, of nothing that a stranger wrote.</param>
internal sealed record Original(string Name, byte[] Bytes);

/// <summary>The file as it came, for whoever examines it elsewhere. Recorded (H6).</summary>
internal sealed class DownloadLetter(Store store, TimeProvider clock)
{
    /// <summary>Null: there is no such letter, or its content is gone.</summary>
    public Task<Original?> Run(AgentSignedIn me, Guid letterId) => store.WriteAcross(async db =>
    {
        if (await Views.Begin(db, me, letterId) is not { Type: { } type } letter
            || await db.LetterContents.AsNoTracking().SingleOrDefaultAsync(x => x.Id == letterId) is not { } content)
        {
            return null;
        }

        var about = await Views.CaseOf(db, letter);
        Evidences.Record(db, clock.Now(), EventKind.EvidenceDownloaded, letter, about, By.Agent(me.AgentId));
        var ending = type switch { LetterType.Pdf => "pdf", LetterType.Png => "png", LetterType.Jpeg => "jpg", _ => "tif" };
        var of = about is null ? "" : $"{about.Number:0000000}-";
        return new Original($"letter-{of}{Convert.ToHexStringLower(letter.Sha256.AsSpan(0, 4))}.{ending}", content.Bytes);
    });
}

file static class Views
{
    /// <summary>Both roles look at evidence.</summary>
    public static async Task<CaseLetter?> Begin(DaypassDb db, AgentSignedIn me, Guid letterId) =>
        await db.AgentTurn(me) is null ? null : await db.CaseLetters.AsNoTracking().SingleOrDefaultAsync(x => x.Id == letterId);

    public static async Task<SupportCase?> CaseOf(DaypassDb db, CaseLetter letter) =>
        letter.CaseId is not { } id ? null : await db.SupportCases.AsNoTracking().SingleAsync(x => x.Id == id);
}
