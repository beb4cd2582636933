using Microsoft.EntityFrameworkCore;

namespace Daypass.Server.Cases;

/// <summary>The cases that were opened on a day (UTC), by what became of them.</summary>
/// <param name="Withdrawn">By the desk, or stopped by the firm.</param>
internal sealed record CaseDay(DateOnly Day, int Done, int Rejected, int Withdrawn, int Open)
{
    public int Opened => Done + Rejected + Withdrawn + Open;
}

/// <summary>The cases that were opened within an hour, counted back from now.</summary>
/// <param name="MostForFirm">For the firm that had the most.</param>
internal sealed record CaseHour(DateTimeOffset From, int Opened, int MostForFirm)
{
    public bool WasWave => WaveRule.IsOn(new CasesInHour(MostForFirm, Opened));
}

/// <param name="Days">The last 30, oldest first.</param>
/// <param name="Hours">The last 24, oldest first.</param>
/// <param name="MedianToDecision">From the submission to the decision; null: none was decided.</param>
internal sealed record CaseCounts(IReadOnlyList<CaseDay> Days, IReadOnlyList<CaseHour> Hours, IReadOnlyList<(CaseRejection Why, int Cases)> Rejections, TimeSpan? MedianToDecision, int Decided)
{
    public int Opened => Days.Sum(x => x.Opened);
}

/// <summary>Counts over time: a wave of requests is the first sign of an attack. Drills are none.</summary>
internal sealed class CountCases(Store store, TimeProvider clock)
{
    private const int DaysCounted = 30;
    private const int HoursCounted = 24;

    public Task<CaseCounts> Run() => store.ReadAcross(async db =>
    {
        var now = clock.Now();
        var from = new DateTimeOffset(now.UtcDateTime.Date, TimeSpan.Zero).AddDays(1 - DaysCounted);
        var cases = await db.SupportCases.AsNoTracking().Where(x => !x.IsDrill && x.OpenedAt >= from)
            .Select(x => new { x.FirmId, x.OpenedAt, x.State, x.Rejection, x.SubmittedAt, x.DecidedAt }).ToListAsync();
        var byDay = cases.ToLookup(x => DateOnly.FromDateTime(x.OpenedAt.UtcDateTime), x => x.State);
        var byHour = cases.ToLookup(x => (int)((now - x.OpenedAt) / WaveRule.Window), x => x.FirmId);
        var waits = cases.Where(x => x.DecidedAt is not null && x.SubmittedAt is not null).Select(x => x.DecidedAt!.Value - x.SubmittedAt!.Value).Order().ToList();
        return new CaseCounts(
            [.. Enumerable.Range(0, DaysCounted).Select(i => DateOnly.FromDateTime(from.UtcDateTime).AddDays(i)).Select(day => Day(day, [.. byDay[day]]))],
            [.. Enumerable.Range(0, HoursCounted).Reverse().Select(ago => Hour(now - ((ago + 1) * WaveRule.Window), [.. byHour[ago]]))],
            [.. cases.Where(x => x is { State: CaseState.Rejected, Rejection: not null }).GroupBy(x => x.Rejection!.Value).Select(x => (x.Key, x.Count())).OrderByDescending(x => x.Item2)],
            waits.Count == 0 ? null : waits[waits.Count / 2], waits.Count);
    });

    private static CaseDay Day(DateOnly day, List<CaseState> opened) => new(day,
        opened.Count(x => x == CaseState.Done),
        opened.Count(x => x == CaseState.Rejected),
        opened.Count(x => x is CaseState.Withdrawn or CaseState.Stopped),
        opened.Count(x => x is CaseState.Open or CaseState.Submitted or CaseState.Approved));

    private static CaseHour Hour(DateTimeOffset from, List<Guid> firms) =>
        new(from, firms.Count, firms.GroupBy(x => x).Select(x => x.Count()).DefaultIfEmpty().Max());
}
