using Daypass.Server.Audit;
using Daypass.Server.Mfa;
using Daypass.Server.Notifications;
using Daypass.Server.Sessions;
using Microsoft.EntityFrameworkCore;

namespace Daypass.Server.Codes;

/// <summary>
/// What marking a device lost does (D5): it is disconnected, all the person's sessions end, and without another device MFA stays on
/// until one is paired (D3). The caller holds the person's account and has settled whether it may.
/// </summary>
internal static class LostDevice
{
    /// <summary>The device's name; null if the person has no such paired device.</summary>
    public static async Task<string?> Mark(DaypassDb db, DateTimeOffset now, Account person, Guid deviceId, By by)
    {
        var ended = await db.Authenticators
            .Where(x => x.Id == deviceId && x.AccountId == person.Id && x.State == AuthenticatorState.Paired)
            .ExecuteUpdateAsync(set => set
                .SetProperty(x => x.State, AuthenticatorState.Lost)
                .SetProperty(x => x.EndedAt, now)
                .WipeKeys());
        if (ended == 0)
        {
            return null;
        }

        db.Record(now, person.FirmId, EventKind.DeviceMarkedLost, by, person.Id, device: deviceId);
        await SessionEnder.End(db, now, person, SessionEnd.DeviceLost, by);
        Holding.Set(db, now, person, HoldRule.AfterMarkedLost(new Hold(person.HoldUntil), await Holding.PairedOf(db, person)), by);
        db.Tell(now, NoticeKind.DeviceMarkedLost, person, by, new Subject(Device: deviceId));
        return await db.Authenticators.Where(x => x.Id == deviceId).Select(x => x.Name).SingleAsync();
    }
}
