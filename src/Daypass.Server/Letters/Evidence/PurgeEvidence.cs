using Daypass.Server.Audit;
using Daypass.Server.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Daypass.Server.Letters.Evidence;

/// <summary>
/// Deletes the content and the pages of letters whose time of keeping is over (H3); who, when and the fingerprint stay. An open case keeps
/// its letters: a decision needs them. The case says that they are gone, and so does the activity. What was put away
/// went before (<see cref="ForgetPutAway"/>).
/// </summary>
internal sealed class PurgeEvidence(Store store, TimeProvider clock, IOptions<DaypassOptions> options) : IChore
{
    private const int AtOnce = 50;
    private static readonly TimeSpan Every = TimeSpan.FromHours(1);
    private DateTimeOffset _last;

    public async Task Do(CancellationToken stop)
    {
        var now = clock.Now();
        if (now - _last < Every)
        {
            return;
        }

        var before = now - TimeSpan.FromDays(options.Value.Support.EvidenceDays);
        while (await Due(before, stop) is { Count: > 0 } letters)
        {
            foreach (var letter in letters)
            {
                await store.WriteAcross(db => Purge(db, now, letter));
            }
        }

        _last = now;
    }

    private Task<List<Guid>> Due(DateTimeOffset before, CancellationToken stop) => store.ReadAcross(db => db.CaseLetters
        .Where(x => x.ReceivedAt <= before && x.PurgedAt == null && (x.State == LetterState.Unassigned || x.State == LetterState.Assigned || x.State == LetterState.PutAway)
            && (x.CaseId == null || db.SupportCases.Any(y => y.Id == x.CaseId && y.ClosedAt != null)))
        .OrderBy(x => x.ReceivedAt).Select(x => x.Id).Take(AtOnce).ToListAsync(stop));

    private static async Task Purge(DaypassDb db, DateTimeOffset now, Guid letterId)
    {
        if (await Evidences.HoldLetter(db, letterId) is not { PurgedAt: null } letter)
        {
            return;
        }

        await db.LetterPages.Where(x => x.LetterId == letterId).ExecuteDeleteAsync();
        await db.LetterContents.Where(x => x.Id == letterId).ExecuteDeleteAsync();
        await db.CaseLetters.Where(x => x.Id == letterId)
            .ExecuteUpdateAsync(set => set.SetProperty(x => x.State, LetterState.Purged).SetProperty(x => x.PurgedAt, now));
        var about = letter.CaseId is { } id ? await db.SupportCases.SingleAsync(x => x.Id == id) : null;
        about?.PurgedAt = now;
        Evidences.Record(db, now, EventKind.EvidencePurged, letter, about, By.Job);
    }
}
