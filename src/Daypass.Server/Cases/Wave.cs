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

    /// <summary>
    /// Whether it is on now, or was around when this case was opened: a wave is not waited out. Asked in the transaction of the approval,
    /// and once more in that of its use.
    /// </summary>
    internal static Task<bool> IsOnFor(DaypassDb db, DateTimeOffset now, SupportCase about) => db.AskAcross(async all =>
        await IsOnFor(all, now, about.FirmId) || await IsOnFor(all, about.OpenedAt, about.FirmId) || await IsOnFor(all, about.OpenedAt + WaveRule.Window, about.FirmId));

    /// <summary>On a context that sees all firms.</summary>
    internal static async Task<bool> IsOnFor(DaypassDb db, DateTimeOffset now, Guid firm)
    {
        var recent = db.SupportCases.Where(x => x.OpenedAt > now - WaveRule.Window && x.OpenedAt <= now && !x.IsDrill);
        return WaveRule.IsOn(new CasesInHour(await recent.CountAsync(x => x.FirmId == firm), await recent.CountAsync()));
    }
}

/// <summary>
/// H4: whether an approval still wants its second technician. Asked when the approval is to be used too: an alarm that began in between
/// counts as well, and from then on stands with the approval, also when the wave is over.
/// </summary>
internal static class SecondApproval
{
    /// <summary>For whoever looks on: nothing is written.</summary>
    public static async Task<bool> WouldBeMissing(DaypassDb db, DateTimeOffset now, SupportCase about, CaseApproval approval) =>
        approval.SecondAgentId is null && (approval.NeedsSecond || await Wave.IsOnFor(db, now, about));

    public static async Task<bool> IsMissing(DaypassDb db, DateTimeOffset now, SupportCase about, CaseApproval approval)
    {
        if (!await WouldBeMissing(db, now, about, approval))
        {
            return false;
        }

        if (!approval.NeedsSecond)
        {
            await db.CaseApprovals.Where(x => x.Id == approval.Id).ExecuteUpdateAsync(set => set.SetProperty(x => x.NeedsSecond, true));
            approval.NeedsSecond = true;
        }

        return true;
    }
}
