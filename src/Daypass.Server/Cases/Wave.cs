using Microsoft.EntityFrameworkCore;

namespace Daypass.Server.Cases;

/// <summary>H4: whether so many cases were opened within an hour that a second technician approves as well. Drills do not count.</summary>
internal sealed class Wave(Store store, TimeProvider clock)
{
    /// <summary>Whether the alarm is on, for any firm or for all together; for the banner.</summary>
    public Task<bool> IsOn() => store.ReadAcross(async db =>
    {
        var from = clock.Now() - WaveRule.Window;
        var opened = await db.SupportCases.Where(x => x.OpenedAt > from && !x.IsDrill).GroupBy(x => x.FirmId).Select(x => x.Count()).ToListAsync();
        return WaveRule.IsOn(new CasesInHour(opened.DefaultIfEmpty().Max(), opened.Sum()));
    });

    /// <summary>Whether it is on now, or was around when this case was opened: a wave is not waited out.</summary>
    public Task<bool> IsOnFor(Guid firm, Guid caseId) => store.ReadAcross(async db =>
    {
        var opened = await db.SupportCases.Where(x => x.Id == caseId).Select(x => x.OpenedAt).SingleAsync();
        return await IsOnFor(db, clock.Now(), firm, opened);
    });

    /// <summary>The same on a context that sees all firms, for a case that was opened then.</summary>
    internal static async Task<bool> IsOnFor(DaypassDb db, DateTimeOffset now, Guid firm, DateTimeOffset opened) =>
        await IsOnFor(db, now, firm) || await IsOnFor(db, opened, firm) || await IsOnFor(db, opened + WaveRule.Window, firm);

    /// <summary>On a context that sees all firms.</summary>
    internal static async Task<bool> IsOnFor(DaypassDb db, DateTimeOffset now, Guid firm)
    {
        var recent = db.SupportCases.Where(x => x.OpenedAt > now - WaveRule.Window && x.OpenedAt <= now && !x.IsDrill);
        return WaveRule.IsOn(new CasesInHour(await recent.CountAsync(x => x.FirmId == firm), await recent.CountAsync()));
    }
}
