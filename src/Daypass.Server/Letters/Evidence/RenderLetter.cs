using Daypass.Server.Letters.Rendering;
using Microsoft.EntityFrameworkCore;

namespace Daypass.Server.Letters.Evidence;

/// <summary>
/// Makes a letter's pages once and keeps them. A page is a transaction of its own, for a letter's pages are many megabytes; only when all
/// are there does the letter say so. Two servers that do it at the same moment, or one that was killed half-way, do no harm: a page that is
/// there stays. That it begins is written down and committed first: a letter that took the server down twice is not tried again by itself.
/// </summary>
internal sealed class RenderLetter(Store store, LetterRenderer renderer, ILogger<RenderLetter> log)
{
    public const int MostTries = 2;

    /// <param name="again">Also where it failed before.</param>
    public async Task Run(Guid letterId, bool again = false, CancellationToken stop = default)
    {
        var letter = await store.ReadAcross(db => db.CaseLetters.AsNoTracking().SingleOrDefaultAsync(x => x.Id == letterId));
        if (letter?.Type is not { } type || !IsToDo(letter, again)
            || await store.ReadAcross(db => db.LetterContents.AsNoTracking().SingleOrDefaultAsync(x => x.Id == letterId)) is not { } content)
        {
            return;
        }

        if (letter.Tries >= MostTries && !again)
        {
            log.LogError("DAY113 The pages of letter {Letter} are not made any more: this server went down {Times} times in it", letterId, letter.Tries);
            await Say(letterId, LetterProblem.GivenUp);
            return;
        }

        var begun = false;
        try
        {
            await Make(letterId, type, content.Bytes, Begin, stop);
        }
        finally
        {
            if (begun)
            {
                await store.WriteAcross(db => db.CaseLetters.Where(x => x.Id == letterId).ExecuteUpdateAsync(set => set.SetProperty(x => x.Tries, 0)));
            }
        }

        Task Begin()
        {
            begun = true;
            return store.WriteAcross(db => db.CaseLetters.Where(x => x.Id == letterId).ExecuteUpdateAsync(set => set.SetProperty(x => x.Tries, x => x.Tries + 1)));
        }
    }

    private async Task Make(Guid letterId, LetterType type, byte[] bytes, Func<Task> begins, CancellationToken stop)
    {
        switch (await renderer.Render(type, bytes, stop, begins))
        {
            case Rendered.Pages made:
                await Keep(letterId, made.All);
                break;

            // Somebody else's letter is being made: this one's turn comes.
            case Rendered.Failed { Problem: not LetterProblem.RendererBusy } failed:
                await Say(letterId, failed.Problem);
                break;
        }
    }

    private Task Say(Guid letterId, LetterProblem problem)
    {
        var why = problem.ToString();
        return store.WriteAcross(db => db.CaseLetters.Where(x => x.Id == letterId && x.Pages == null).ExecuteUpdateAsync(set => set.SetProperty(x => x.Problem, why)));
    }

    private static bool IsToDo(CaseLetter letter, bool again) =>
        letter is { Pages: null, PurgedAt: null } && (again || letter.Problem is null or nameof(LetterProblem.RendererMissing) or nameof(LetterProblem.RendererFailed));

    private async Task Keep(Guid letterId, IReadOnlyList<RenderedPage> pages)
    {
        foreach (var page in pages)
        {
            await store.WriteAcross(db => Keep(db, letterId, page));
        }

        await store.WriteAcross(db => db.CaseLetters.Where(x => x.Id == letterId && x.Pages == null && x.PurgedAt == null)
            .ExecuteUpdateAsync(set => set.SetProperty(x => x.Pages, pages.Count).SetProperty(x => x.Problem, (string?)null)));
    }

    private static async Task Keep(DaypassDb db, Guid letterId, RenderedPage page)
    {
        // Held, so that the page is of the same firm as its letter, and none is left of a purged one.
        if (await Evidences.HoldLetter(db, letterId) is { PurgedAt: null } letter
            && !await db.LetterPages.AnyAsync(x => x.LetterId == letterId && x.Number == page.Number))
        {
            db.LetterPages.Add(new LetterPage
            {
                Id = Guid.CreateVersion7(),
                FirmId = letter.FirmId,
                LetterId = letterId,
                Number = page.Number,
                Width = page.Width,
                Height = page.Height,
                Png = page.Png,
            });
        }
    }
}
