using Daypass.Server.Audit;
using Daypass.Server.Hosting;
using Microsoft.EntityFrameworkCore;

namespace Daypass.Server.Cases;

/// <summary>
/// W2: when the 72 hours are over and nobody stopped them, the primary role is handed over; where the firm moved it itself meanwhile, the
/// hand-over ends. Not while the clocks are in alarm.
/// </summary>
internal sealed class HandOversTakeEffect(Store store, TimeProvider clock, ClockAlarm alarm, ILogger<HandOversTakeEffect> log) : IChore
{
    public async Task Do(CancellationToken stop)
    {
        if (alarm.IsOn)
        {
            return;
        }

        await EndSuspensions();
        foreach (var due in await store.ReadAcross(db => Due(db, clock.Now()).Select(x => new { x.Id, x.FirmId }).ToListAsync(stop)))
        {
            try
            {
                await store.Write(due.FirmId, async db =>
                {
                    var now = clock.Now();
                    var about = await CaseSteps.Hold(db, now, due.Id);
                    if (await Due(db, now).AnyAsync(x => x.Id == due.Id, stop))
                    {
                        await HandOver.CarryOut(db, now, about);
                    }
                });
            }
            catch (Exception why) when (why is not OperationCanceledException)
            {
                // One case that fails must not keep the others waiting; it is looked at again at the next round.
                log.LogError(why, "The hand-over of case {Case} could not be carried out", due.Id);
            }
        }
    }

    /// <summary>W2: a suspension is for the time of the notice. Where a freeze stopped that, it ends after as long.</summary>
    private async Task EndSuspensions()
    {
        var now = clock.Now();
        foreach (var left in await store.ReadAcross(db => LeftSuspended(db, now).Select(x => new { x.Id, x.FirmId }).ToListAsync()))
        {
            await store.Write(left.FirmId, async db =>
            {
                var about = await CaseSteps.Hold(db, now, left.Id);
                if (await LeftSuspended(db, now).AnyAsync(x => x.Id == left.Id))
                {
                    await LiftSuspension.Lift(db, now, about, By.Job);
                }
            });
        }
    }

    private static IQueryable<SupportCase> LeftSuspended(DaypassDb db, DateTimeOffset now) =>
        db.SupportCases.Where(x => x.SuspendedAt <= now - CaseRule.HandOverNotice && x.ClosedAt == null && x.TakesEffectAt == null);

    private static IQueryable<SupportCase> Due(DaypassDb db, DateTimeOffset now) => db.SupportCases.Where(x =>
        x.Kind == CaseKind.HandOver && x.State == CaseState.Approved && x.TakesEffectAt != null && x.FrozenAt == null && !x.IsDrill
        && (x.TakesEffectAt <= now || !db.Accounts.Any(y => y.Id == x.RequesterId && y.IsPrimary)));
}
