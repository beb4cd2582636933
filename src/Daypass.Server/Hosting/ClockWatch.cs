using Microsoft.EntityFrameworkCore;

namespace Daypass.Server.Hosting;

/// <summary>Compares this server's clock with the database's, with what was written down before, and with how time passes.</summary>
internal sealed class ClockWatch(Store store, TimeProvider clock, ClockAlarm alarm, ILogger<ClockWatch> log) : IChore
{
    private bool _lookedBefore;
    private bool _told;

    public Task Do(CancellationToken stop) => Look();

    public async Task Look()
    {
        if (!alarm.Compares)
        {
            return;
        }

        var newest = _lookedBefore ? null : await store.ReadAcross(db => db.SecurityEvents.OrderByDescending(x => x.Id).Select(x => (DateTimeOffset?)x.At).FirstOrDefaultAsync());
        var database = await store.ReadAcross<(DateTimeOffset, DateTimeOffset)?>(async db =>
        {
            var asked = clock.GetUtcNow();
            return db is PostgreSqlDb ? (asked, await db.Database.SqlQuery<DateTimeOffset>($"select clock_timestamp() as \"Value\"").SingleAsync()) : null;
        });
        _lookedBefore = true;
        var disagreement = alarm.Look(newest, database);
        if (disagreement is not null && !_told)
        {
            log.LogError("{Error}", Errors.ClocksDisagree(disagreement));
        }
        else if (disagreement is null && _told)
        {
            log.LogWarning("The clocks agree again: codes are issued, holds end");
        }

        _told = disagreement is not null;
    }
}
