using Daypass.Server.Audit;
using Daypass.Server.Mfa;
using Daypass.Server.Notifications;
using Daypass.Server.Sessions;
using Microsoft.EntityFrameworkCore;

namespace Daypass.Server.Codes;

/// <summary>What "this was not me" would undo, said before the confirming click.</summary>
internal sealed record UndoView(string Name, bool CodeIsLive, int DevicesPaired, int DevicesDisconnected, int BackupCodesMade, int SessionsOpen);

/// <summary>
/// T2, "this was not me": no sign-in, one confirming click. Removes the code, ends all sessions, takes back what happened through the code,
/// voids the password and mails a link for a new one, and opens a hold. A pairing taken back counts as never made.
/// </summary>
internal sealed class UndoRecovery(Store store, TimeProvider clock)
{
    /// <summary>Null: the link is dead.</summary>
    public Task<UndoView?> Look(Guid firm, string linkToken) => store.Read(firm, async db =>
    {
        var now = clock.Now();
        if (await LinkTokens.Find(db, now, LinkPurpose.NotMe, linkToken) is not { CodeId: { } codeId } link)
        {
            return null;
        }

        var account = await db.Accounts.AsNoTracking().SingleAsync(x => x.Id == link.AccountId);
        return new UndoView(
            account.Name,
            await CodeEnder.Live(db, now, account.Id) is not null,
            await PairedThrough(db, codeId).CountAsync(),
            await DisconnectedThrough(db, codeId).CountAsync(),
            await MadeThrough(db, codeId).CountAsync(),
            await db.Sessions.CountAsync(x => x.AccountId == account.Id && x.EndedAt == null && x.ExpiresAt > now));
    });

    /// <summary>False: the link is dead.</summary>
    public Task<bool> Run(Guid firm, string linkToken) => store.Write(firm, async db =>
    {
        var found = await LinkTokens.Find(db, clock.Now(), LinkPurpose.NotMe, linkToken);
        if (found is not { CodeId: { } codeId } link || await db.Lock(link.AccountId) is not { } account)
        {
            return false;
        }

        var now = clock.Now();
        if (!await LinkTokens.Use(db, now, link))
        {
            return false;
        }

        var by = By.MailedLink(account.Id);
        await CodeEnder.EndLive(db, now, account, CodeState.Removed, by);
        await SessionEnder.End(db, now, account, SessionEnd.NotMe, by);
        await TakeBack(db, now, account, codeId);

        var anyLeft = await db.Authenticators.CountAsync(x => x.AccountId == account.Id && x.State == AuthenticatorState.Paired);
        account.EverPaired = await db.Authenticators.AnyAsync(x => x.AccountId == account.Id && x.PairedAt != null && x.State != AuthenticatorState.TakenBack);
        Holding.Set(db, now, account, HoldRule.AfterNotMe(anyLeft > 0 ? Paired.Now : account.EverPaired ? Paired.Formerly : Paired.Never), by);
        await LiftLimits(db, account);
        await EndLinks(db, now, account, codeId);
        // Whoever got in knew the password.
        account.PasswordHash = null;
        account.PasswordSetAt = now;
        db.Record(now, firm, EventKind.RecoveryUndone, by, account.Id, code: codeId);
        await db.TellWithWatchers(now, NoticeKind.RecoveryUndone, account, by, new Subject(Code: codeId));
        db.Tell(now, NoticeKind.PasswordResetLink, account, by);
        return true;
    });

    /// <summary>S4's limits go with the recovery that set them; those of another recovery, whose device stays, do not.</summary>
    private static async Task LiftLimits(DaypassDb db, Account account)
    {
        var since = account.LimitedSince;
        if (!await db.Authenticators.AnyAsync(x => x.AccountId == account.Id && x.State == AuthenticatorState.Paired && x.PairedAt >= since
            && (x.PairedThroughMailbox || x.PairedThroughCode != null)))
        {
            (account.LimitedSince, account.LimitedUntil) = (null, null);
        }
    }

    /// <summary>The recovery is undone once: its other mails lead nowhere any more, nor does a proof of the mailbox that was under way.</summary>
    private static async Task EndLinks(DaypassDb db, DateTimeOffset now, Account account, Guid codeId)
    {
        await db.Links
            .Where(x => x.AccountId == account.Id && x.UsedAt == null
                && (x.CodeId == codeId || x.Purpose == LinkPurpose.MailboxProof || x.Purpose == LinkPurpose.MailboxProofAfterWait))
            .ExecuteUpdateAsync(set => set.SetProperty(x => x.UsedAt, now));
        await db.MailboxWaits.Where(x => x.AccountId == account.Id && x.StoppedAt == null)
            .ExecuteUpdateAsync(set => set.SetProperty(x => x.StoppedAt, now));
    }

    private static async Task TakeBack(DaypassDb db, DateTimeOffset now, Account account, Guid codeId)
    {
        await PairedThrough(db, codeId).ExecuteUpdateAsync(set => set
            .SetProperty(x => x.State, AuthenticatorState.TakenBack).SetProperty(x => x.EndedAt, now).WipeKeys());
        // A device disconnected through the code comes back: it was not the owner who let it go. Its keys were kept for this.
        await DisconnectedThrough(db, codeId).ExecuteUpdateAsync(set => set
            .SetProperty(x => x.State, AuthenticatorState.Paired).SetProperty(x => x.EndedAt, (DateTimeOffset?)null).SetProperty(x => x.EndedThroughCode, (Guid?)null));
        await db.Authenticators.Where(x => x.AccountId == account.Id && x.State == AuthenticatorState.Pending).ExecuteDeleteAsync();
        await MadeThrough(db, codeId).ExecuteDeleteAsync();
        await db.CodeTries.Where(x => x.AccountId == account.Id && !x.Decided).ExecuteUpdateAsync(set => set.SetProperty(x => x.Decided, true));
    }

    private static IQueryable<Authenticator> PairedThrough(DaypassDb db, Guid codeId) =>
        db.Authenticators.Where(x => x.PairedThroughCode == codeId && x.State != AuthenticatorState.TakenBack);

    private static IQueryable<Authenticator> DisconnectedThrough(DaypassDb db, Guid codeId) =>
        db.Authenticators.Where(x => x.EndedThroughCode == codeId && x.State == AuthenticatorState.Disconnected && x.Secret != null
            // A lost device stays away, whoever clicks: it may lie in the hands of the one who does.
            && !db.TemporaryCodes.Any(code => code.Id == codeId && code.Reason == CodeReason.Lost));

    private static IQueryable<RecoveryCode> MadeThrough(DaypassDb db, Guid codeId) =>
        // Also in a session that a device of this recovery confirmed.
        db.RecoveryCodes.Where(x => db.Sessions.Any(session => session.Id == x.MadeIn && (session.CodeId == codeId
            || db.Authenticators.Any(device => device.AccountId == x.AccountId && device.PairedThroughCode == codeId && device.PairedAt == session.ConfirmedWithPairedAt))));
}
