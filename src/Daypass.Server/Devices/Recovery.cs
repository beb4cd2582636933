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
    public bool Any => ThroughCode || ThroughMailbox;

    /// <summary>The caller holds the account.</summary>
    public static async Task<Recovery> Behind(DaypassDb db, SignedIn me, Account account)
    {
        switch (me.Kind)
        {
            case SessionKind.TemporaryCode or SessionKind.BackupCode:
                return new Recovery(true, me.CodeId, false);
            case SessionKind.MailboxProof:
                return new Recovery(false, null, !await IsFirstOfAll(db, me, account));
            case var _ when !me.LimitedAfterRecovery:
                return default;
            default:
                var device = await db.Authenticators.AsNoTracking()
                    .Where(x => x.AccountId == account.Id && x.PairedAt >= account.LimitedSince && (x.PairedThroughMailbox || x.PairedThroughCode != null))
                    .OrderByDescending(x => x.PairedAt).FirstOrDefaultAsync();
                return new Recovery(device?.PairedThroughMailbox != true, device?.PairedThroughCode, device?.PairedThroughMailbox == true);
        }
    }

    /// <summary>
    /// Somebody invited who pairs their first device in the same sitting recovers nothing: there was nothing before it, and whoever
    /// invited them vouches. Otherwise nobody could begin to work before the next day.
    /// </summary>
    private static async Task<bool> IsFirstOfAll(DaypassDb db, SignedIn me, Account account) =>
        !account.EverPaired && await Invitation.WasAcceptedIn(db, me, account);
}
