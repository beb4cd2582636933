using Daypass.Server.Sessions;
using Microsoft.EntityFrameworkCore;

namespace Daypass.Server.Devices;

/// <summary>
/// What a session's word about devices rests on, where it is not an authenticator that was there before: a temporary or backup code, or
/// a proof of the mailbox. A device paired through a recovery limits all sessions for a day (S4), and T2 takes back what was done
/// through a code; also at one remove, in a session that only a device of the same recovery confirmed.
/// </summary>
internal readonly record struct Recovery(bool ThroughCode, Guid? Code, bool ThroughMailbox)
{
    /// <summary>Whether a pairing that rests on it limits the sessions (S4).</summary>
    public bool Limits { get; init; } = ThroughCode || ThroughMailbox;

    /// <summary>The caller holds the account.</summary>
    public static async Task<Recovery> Behind(DaypassDb db, DateTimeOffset now, SignedIn me, Account account)
    {
        switch (me.Kind)
        {
            case SessionKind.TemporaryCode or SessionKind.BackupCode:
                return new Recovery(true, me.CodeId, false);
            case SessionKind.MailboxProof:
                return new Recovery(false, null, !await IsFirstOfAll(db, me, account));
            default:
                return await BehindTheDevice(db, now, me, account);
        }
    }

    /// <summary>
    /// The device that confirmed this session may itself come from a recovery. What rests on it is taken back with it for as long as T2
    /// works: 7 days after the code ended, which it did when the device was paired. It limits only while S4 does.
    /// </summary>
    private static async Task<Recovery> BehindTheDevice(DaypassDb db, DateTimeOffset now, SignedIn me, Account account)
    {
        var pairedAt = await db.Sessions.Where(x => x.Id == me.SessionId).Select(x => x.ConfirmedWithPairedAt).SingleAsync();
        var device = await db.Authenticators.AsNoTracking()
            .FirstOrDefaultAsync(x => x.AccountId == account.Id && x.PairedAt == pairedAt && (x.PairedThroughMailbox || x.PairedThroughCode != null));
        if (device is null)
        {
            return me.LimitedAfterRecovery ? new Recovery(true, null, false) : default;
        }

        return me.LimitedAfterRecovery || now < device.PairedAt + Notifications.LinkTokens.NotMeLife
            ? new Recovery(device.PairedThroughCode is not null, device.PairedThroughCode, device.PairedThroughMailbox) { Limits = me.LimitedAfterRecovery }
            : default;
    }

    /// <summary>
    /// Somebody invited who pairs their first device in the same sitting recovers nothing: there was nothing before it, and whoever
    /// invited them vouches. Otherwise nobody could begin to work before the next day.
    /// </summary>
    private static async Task<bool> IsFirstOfAll(DaypassDb db, SignedIn me, Account account) =>
        !account.EverPaired && await Invitation.WasAcceptedIn(db, me, account);
}
