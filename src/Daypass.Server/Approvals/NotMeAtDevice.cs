using Daypass.Server.Audit;
using Daypass.Server.Hosting;
using Daypass.Server.Notifications;
using Daypass.Server.Sessions;
using Microsoft.EntityFrameworkCore;

namespace Daypass.Server.Approvals;

internal abstract record NotMeResult
{
    internal sealed record Clock(DateTimeOffset Now) : NotMeResult;

    internal sealed record Gone : NotMeResult;

    /// <summary>Nothing of late, or still to be answered.</summary>
    internal sealed record Unknown : NotMeResult;

    internal sealed record Done : NotMeResult;
}

/// <summary>
/// "This was not me", said on the phone about a question of late: somebody else knows the password. It is voided, all
/// sessions end, and a link to set another is mailed, as where a recovery is undone (T2). The device stays: it did what it is for.
/// </summary>
internal sealed class NotMeAtDevice(Store store, TimeProvider clock, PublicOrigin origin)
{
    public async Task<NotMeResult> Run(Guid firm, Guid device, Guid request, long time, string signature) =>
        await SignedPhone.Find(store, clock, firm, device, time, signature, x => SignedText.NotMe(origin, device, x.Account.Id, request, time)) switch
        {
            SignedPhone.Clock late => new NotMeResult.Clock(late.Now),
            SignedPhone.Found { Phone: var phone } => await store.Write(firm, db => Void(db, phone, request)),
            _ => new NotMeResult.Gone(),
        };

    private async Task<NotMeResult> Void(DaypassDb db, Phone phone, Guid id)
    {
        if (await db.Lock(phone.Account.Id) is not { State: AccountState.Active } account || !await Phones.Paired(db).AnyAsync(x => x.Id == phone.Device.Id))
        {
            return new NotMeResult.Gone();
        }

        var now = clock.Now();
        var from = now - ApprovalRule.NotMeFor;
        // S4: what a recovery paired may not take the password and the sessions from the owner.
        if (now < account.LimitedUntil && (phone.Device.PairedThroughMailbox || phone.Device.PairedThroughCode is not null))
        {
            return new NotMeResult.Unknown();
        }

        // Also one that was approved by mistake, or taken back by whoever asked. What can still be answered is denied instead.
        var mine = db.ApprovalRequests.Where(x => x.Id == id && x.AccountId == account.Id && x.CreatedAt > from);
        var open = ApprovalRequests.Open(db, now);
        var asked = await mine.AsNoTracking().SingleOrDefaultAsync();
        if (await mine.Where(x => x.State != ApprovalState.NotMe && !open.Any(other => other.Id == x.Id))
            .ExecuteUpdateAsync(set => set.SetProperty(x => x.State, ApprovalState.NotMe)) == 0)
        {
            // Said twice: a password that was set since stays.
            return await mine.AnyAsync(x => x.State == ApprovalState.NotMe) ? new NotMeResult.Done() : new NotMeResult.Unknown();
        }

        if (await IsOut(db, account, asked!))
        {
            return new NotMeResult.Done();
        }

        var by = By.Person(account.Id);
        account.PasswordHash = null;
        account.PasswordSetAt = now;
        db.Record(now, account.FirmId, EventKind.NotMeAtDevice, by, account.Id, device: phone.Device.Id);
        await SessionEnder.End(db, now, account, SessionEnd.NotMe, by);
        await db.TellWithWatchers(now, NoticeKind.NotMeAtDevice, account, by, new Subject(Device: phone.Device.Id));
        db.Tell(now, NoticeKind.PasswordResetLink, account, by);
        return new NotMeResult.Done();
    }

    /// <summary>
    /// Whoever asked is out already: the password is void since, or was set by a mailed link, which ended all sessions. One that was
    /// changed in a session does not count: it may be theirs who asked, and got in.
    /// </summary>
    private static async Task<bool> IsOut(DaypassDb db, Account account, ApprovalRequest asked) =>
        (account.PasswordHash is null && account.PasswordSetAt > asked.CreatedAt)
        || await db.SecurityEvents.AnyAsync(x => x.AccountId == account.Id && x.Kind == EventKind.PasswordReset && x.At > asked.CreatedAt);
}
