using Daypass.Server.Audit;
using Microsoft.EntityFrameworkCore;

namespace Daypass.Server.Mfa;

/// <summary>Writes a hold down (D3), and a line of the record where it moved.</summary>
internal static class Holding
{
    public static void Set(DaypassDb db, DateTimeOffset now, Account account, Hold hold, By by)
    {
        if (hold.Until == account.HoldUntil)
        {
            return;
        }

        account.HoldUntil = hold.Until;
        // A later end is announced again (N9).
        account.HoldAnnounced = null;
        if (hold.Until is { } until)
        {
            db.Record(now, account.FirmId, EventKind.HoldSet, by, account.Id, facts: new HoldFacts(until));
        }
    }

    /// <summary>Whether an authenticator is paired with the login now, was once, or never. The caller holds the account.</summary>
    public static async Task<Paired> PairedOf(DaypassDb db, Account account) =>
        await db.Authenticators.AnyAsync(x => x.AccountId == account.Id && x.State == AuthenticatorState.Paired) ? Paired.Now
        : account.EverPaired ? Paired.Formerly
        : Paired.Never;
}
