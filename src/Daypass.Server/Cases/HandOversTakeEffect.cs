using Daypass.Server.Hosting;
using Microsoft.EntityFrameworkCore;

namespace Daypass.Server.Cases;

/// <summary>W2: when the 72 hours are over and nobody stopped them, the primary role is handed over. Not while the clocks are in alarm.</summary>
internal sealed class HandOversTakeEffect(Store store, TimeProvider clock, ClockAlarm alarm, ILogger<HandOversTakeEffect> log) : IChore
{
    public async Task Do(CancellationToken stop)
    {
        if (alarm.IsOn)
        {
            return;
        }

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

    private static IQueryable<SupportCase> Due(DaypassDb db, DateTimeOffset now) => db.SupportCases.Where(x =>
        x.Kind == CaseKind.HandOver && x.State == CaseState.Approved && x.TakesEffectAt <= now && x.FrozenAt == null && !x.IsDrill);
}
