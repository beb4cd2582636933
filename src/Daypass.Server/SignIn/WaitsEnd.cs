using Daypass.Server.Audit;
using Daypass.Server.Hosting;
using Daypass.Server.Notifications;
using Microsoft.EntityFrameworkCore;

namespace Daypass.Server.SignIn;

/// <summary>N11: when the 24 hours of a holder of a permission are over and nobody stopped them, the second link is mailed.</summary>
internal sealed class WaitsEnd(Store store, TimeProvider clock, ILogger<WaitsEnd> log) : IChore
{
    public async Task Do(CancellationToken stop)
    {
        var now = clock.Now();
        var over = await store.ReadAcross(db => db.MailboxWaits.AsNoTracking()
            .Where(x => x.EndsAt <= now && x.StoppedAt == null && x.MailedAt == null)
            .Select(x => new { x.FirmId, x.Id, x.AccountId }).ToListAsync(stop));
        foreach (var wait in over)
        {
            try
            {
                await store.Write(wait.FirmId, async db =>
                {
                    var mailed = await db.MailboxWaits.Where(x => x.Id == wait.Id && x.StoppedAt == null && x.MailedAt == null)
                        .ExecuteUpdateAsync(set => set.SetProperty(x => x.MailedAt, now), stop);
                    if (mailed == 1 && await db.Accounts.SingleOrDefaultAsync(x => x.Id == wait.AccountId && x.State == AccountState.Active, stop) is { } account)
                    {
                        db.Tell(now, NoticeKind.MailboxProofAfterWait, account, By.Job, new Subject(Wait: wait.Id));
                    }
                });
            }
            catch (Exception why) when (why is not OperationCanceledException)
            {
                // One login that fails must not keep the others waiting; it is looked at again at the next round.
                log.LogError(why, "The wait of login {Login} could not be ended", wait.AccountId);
            }
        }
    }
}
