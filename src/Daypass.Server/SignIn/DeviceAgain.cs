using Daypass.Server.Audit;
using Daypass.Server.Codes;

namespace Daypass.Server.SignIn;

/// <summary>N2: whoever confirmed with a device, by a typed value or on the phone, needs the temporary code no more.</summary>
internal static class DeviceAgain
{
    /// <summary>The caller holds the account.</summary>
    public static async Task EndCode(DaypassDb db, DateTimeOffset now, Account account, Guid deviceId)
    {
        var by = By.Person(account.Id);
        if (await CodeEnder.EndLive(db, now, account, CodeState.DeviceConfirmed, by) is { } ended)
        {
            db.Record(now, account.FirmId, EventKind.DeviceConfirmed, by, account.Id, code: ended.Id, device: deviceId);
        }
    }
}
