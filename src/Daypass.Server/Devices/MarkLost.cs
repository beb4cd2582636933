using Daypass.Server.Audit;
using Daypass.Server.Mfa;
using Daypass.Server.Notifications;
using Daypass.Server.Sessions;
using Microsoft.EntityFrameworkCore;

namespace Daypass.Server.Devices;

internal enum MarkLostResult { Done = 1, NotFound = 2, NotAllowed = 3 }

/// <summary>
/// Whoever may issue for a person may mark their device lost (D5): it is disconnected, all their sessions end, and without another
/// device MFA stays on until one is paired (D3).
/// </summary>
internal sealed class MarkLost(Store store, TimeProvider clock)
{
    public Task<MarkLostResult> Run(SignedIn by, Guid accountId, Guid deviceId) => store.Write(by.FirmId, async db =>
    {
        var (person, refusal) = await Acting.For(db, by, accountId);
        var now = clock.Now();
        if (person is null)
        {
            return refusal == ActRefusal.NotFound ? MarkLostResult.NotFound : MarkLostResult.NotAllowed;
        }

        var ended = await db.Authenticators
            .Where(x => x.Id == deviceId && x.AccountId == person.Id && x.State == AuthenticatorState.Paired)
            .ExecuteUpdateAsync(set => set
                .SetProperty(x => x.State, AuthenticatorState.Lost)
                .SetProperty(x => x.EndedAt, now)
                .SetProperty(x => x.Secret, (byte[]?)null));
        if (ended == 0)
        {
            return MarkLostResult.NotFound;
        }

        var actor = By.Person(by.AccountId);
        db.Record(now, person.FirmId, EventKind.DeviceMarkedLost, actor, person.Id, device: deviceId);
        await SessionEnder.End(db, now, person, SessionEnd.DeviceLost, actor);
        Holding.Set(db, now, person, HoldRule.AfterMarkedLost(new Hold(person.HoldUntil), await Holding.PairedOf(db, person)), actor);
        db.Tell(now, NoticeKind.DeviceMarkedLost, person, actor, new Subject(Device: deviceId));
        return MarkLostResult.Done;
    });
}
