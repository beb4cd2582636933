using Daypass.Server.Letters.Rendering;
using Microsoft.EntityFrameworkCore;

namespace Daypass.Server.Letters.Evidence;

/// <summary>
/// Makes the pages of letters that nobody waits for: those from the mailbox, those of a server that was killed, and those that came while
/// the program was missing or the disk was full. Not a chore: it may take long, and a chore that takes long keeps the others waiting.
/// </summary>
internal sealed class PagesToMake(Store store, RenderLetter render, LetterRenderer renderer, TimeProvider clock, ILogger<PagesToMake> log) : BackgroundService
{
    private const int AtOnce = 10;
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(15);

    /// <summary>Who uploads a letter has its pages made in the same request.</summary>
    private static readonly TimeSpan Uploading = TimeSpan.FromMinutes(2);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await Round(stoppingToken);
            }
            catch (Exception why) when (why is not OperationCanceledException)
            {
                log.LogError(why, "The pages of letters could not be made and are tried again in {Seconds} s", Every.TotalSeconds);
            }
        }
    }

    internal async Task Round(CancellationToken stop)
    {
        const string missing = nameof(LetterProblem.RendererMissing), failed = nameof(LetterProblem.RendererFailed);
        var (before, has) = (clock.Now() - Uploading, renderer.Programs());
        var (hasPdf, hasImages) = (has.Has(LetterType.Pdf), has.Has(LetterType.Tiff));
        var letters = await store.ReadAcross(db => db.CaseLetters
            .Where(x => x.Pages == null && x.Type != null && (x.State == LetterState.Unassigned || x.State == LetterState.Assigned)
                && (x.Source == LetterSource.Mailbox || x.ReceivedAt < before)
                && (x.Problem == null || x.Problem == failed || (x.Problem == missing && (x.Type == LetterType.Pdf ? hasPdf : hasImages))))
            .OrderBy(x => x.ReceivedAt).Select(x => x.Id).Take(AtOnce).ToListAsync(stop));
        foreach (var letter in letters)
        {
            await render.Run(letter, stop: stop);
        }
    }
}
