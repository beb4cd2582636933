using Daypass.Server.Audit;
using Daypass.Server.Notifications;

namespace Daypass.Server.Mfa;

/// <summary>Turns MFA off at the hold's end: recorded and told (N9). The job and a sign-in that comes first do the same.</summary>
internal static class MfaOff
{
    public static void Turn(DaypassDb db, DateTimeOffset now, Account account, By by)
    {
        account.HoldUntil = null;
        account.HoldAnnounced = null;
        db.Record(now, account.FirmId, EventKind.MfaTurnedOff, by, account.Id);
        db.Tell(now, NoticeKind.MfaTurnedOff, account, by);
    }
}
