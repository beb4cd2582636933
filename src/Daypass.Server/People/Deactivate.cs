using Daypass.Server.Audit;
using Daypass.Server.Codes;
using Daypass.Server.Mfa;
using Daypass.Server.Sessions;
using Microsoft.EntityFrameworkCore;

namespace Daypass.Server.People;

/// <summary>
/// Deactivates a login: from this moment nobody gets in with it, and nothing that it gave goes on. Its sessions end (S3), its live code
/// and the codes that it issued end (C9), its devices and backup codes are gone and do not come back (E3), and MFA stays on (D3).
/// </summary>
internal sealed class Deactivate(Store store, TimeProvider clock)
{
    public Task<ActResult> Run(SignedIn by, Guid accountId) => store.Write(by.FirmId, async db =>
    {
        var (person, refusal) = await Acting.For(db, by, accountId);
        if (person is null)
        {
            return refusal == ActRefusal.NotFound ? ActResult.NotFound : ActResult.NotAllowed;
        }

        if (person.State == AccountState.Deactivated)
        {
            return ActResult.NotNow;
        }

        await End(db, clock.Now(), person, By.Person(by.AccountId));
        return ActResult.Done;
    });

    /// <summary>The caller holds the login.</summary>
    internal static async Task End(DaypassDb db, DateTimeOffset now, Account person, By who)
    {
        person.State = AccountState.Deactivated;
        person.DeactivatedAt = now;
        db.Record(now, person.FirmId, EventKind.Deactivated, who, person.Id);
        await CodeEnder.EndLive(db, now, person, CodeState.AccountDeactivated, who);
        await CodeEnder.EndIssuedBy(db, now, person.Id, _ => true, who);
        await SessionEnder.End(db, now, person, SessionEnd.Deactivated, who);
        await EndDevices(db, now, person, who);
        await EndLinks(db, now, person);
        Holding.Set(db, now, person, HoldRule.AfterDeactivation(new Hold(person.HoldUntil), await Holding.PairedOf(db, person)), who);
    }

    private static async Task EndDevices(DaypassDb db, DateTimeOffset now, Account person, By who)
    {
        foreach (var device in await db.Authenticators.Where(x => x.AccountId == person.Id && x.State == AuthenticatorState.Paired).Select(x => x.Id).ToListAsync())
        {
            db.Record(now, person.FirmId, EventKind.DeviceDisconnected, who, person.Id, device: device);
        }

        await db.Authenticators.Where(x => x.AccountId == person.Id && x.State == AuthenticatorState.Pending).ExecuteDeleteAsync();
        await db.Authenticators.Where(x => x.AccountId == person.Id && x.State == AuthenticatorState.Paired)
            .ExecuteUpdateAsync(set => set.SetProperty(x => x.State, AuthenticatorState.Disconnected).SetProperty(x => x.EndedAt, now));
        // Also of those disconnected through a code, whose keys were kept for T2.
        await db.Authenticators.Where(x => x.AccountId == person.Id).ExecuteUpdateAsync(set => set.WipeKeys());
        await db.RecoveryCodes.Where(x => x.AccountId == person.Id).ExecuteDeleteAsync();
    }

    /// <summary>What was mailed to them leads nowhere, but for "this was not me" (T2).</summary>
    private static async Task EndLinks(DaypassDb db, DateTimeOffset now, Account person)
    {
        await db.Links.Where(x => x.AccountId == person.Id && x.Purpose != LinkPurpose.NotMe && x.UsedAt == null)
            .ExecuteUpdateAsync(set => set.SetProperty(x => x.UsedAt, now));
        await db.MailboxWaits.Where(x => x.AccountId == person.Id && x.StoppedAt == null)
            .ExecuteUpdateAsync(set => set.SetProperty(x => x.StoppedAt, now));
    }
}
