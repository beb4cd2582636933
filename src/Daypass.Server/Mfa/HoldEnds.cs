using Daypass.Server.Audit;
using Daypass.Server.Hosting;
using Daypass.Server.Notifications;
using Microsoft.EntityFrameworkCore;

namespace Daypass.Server.Mfa;

/// <summary>
/// N9: at a hold's end MFA is turned off, recorded and told; 4 hours before, a mail says so. Who is concerned is decided for each login
/// anew, with the login held, by the same rule that a sign-in asks.
/// </summary>
internal sealed class HoldEnds(Store store, TimeProvider clock, ClockAlarm alarm, ILogger<HoldEnds> log) : IChore
{
    private static readonly TimeSpan AnnouncedBefore = TimeSpan.FromHours(4);

    public async Task Do(CancellationToken stop)
    {
        if (alarm.IsOn)
        {
            return;
        }

        var soon = clock.Now() + AnnouncedBefore;
        var held = await store.ReadAcross(db => db.Accounts.AsNoTracking()
            .Where(x => x.HoldUntil <= soon && x.State == AccountState.Active)
            .Select(x => new { x.FirmId, x.Id }).ToListAsync(stop));
        foreach (var login in held)
        {
            stop.ThrowIfCancellationRequested();
            try
            {
                await store.Write(login.FirmId, db => Look(db, login.Id));
            }
            catch (Exception why) when (why is not OperationCanceledException)
            {
                // One login that fails must not keep the others waiting; it is looked at again at the next round.
                log.LogError(why, "The end of the hold of login {Login} could not be dealt with", login.Id);
            }
        }
    }

    private async Task Look(DaypassDb db, Guid accountId)
    {
        if (await db.Lock(accountId) is not { State: AccountState.Active, HoldUntil: { } until } account)
        {
            return;
        }

        var now = clock.Now();
        var facts = await FactsForNextStep.Read(db, account, now);
        if (NextStepRule.Decide(facts, now) == NextStep.TurnMfaOffAndAdmit)
        {
            MfaOff.Turn(db, now, account, By.Job);
        }
        else if (AfterCodeRule.MfaTurnsOffAt(facts) == until && until > now && until <= now + AnnouncedBefore && account.HoldAnnounced != until)
        {
            account.HoldAnnounced = until;
            db.Tell(now, NoticeKind.MfaAboutToTurnOff, account, By.Job);
        }
    }
}
