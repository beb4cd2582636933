using Daypass.Server.Audit;
using Daypass.Server.Hosting;
using Daypass.Server.Notifications;
using Daypass.Server.Sessions;
using Microsoft.EntityFrameworkCore;

namespace Daypass.Server.SignIn;

/// <summary>Sets a new password by the mailed link. It never skips the second step (P3), and ends every session (S3).</summary>
internal sealed class ResetPassword(TimeProvider clock, NewPassword newPassword)
{
    public Task<NewPasswordResult> Run(Guid firm, string linkToken, string @new) => newPassword.LookHashAndWrite(firm, @new,
        look: async db => await Find(db, clock.Now(), linkToken) is not { } account ? new NewPasswordResult.Dead()
            : await PasswordCheck.Problem(db, clock.Now(), account, @new) is { } why ? new NewPasswordResult.Problem(why)
            : null,
        write: (db, hash) => Write(db, firm, linkToken, hash, PasswordRule.IsLong(@new)));

    private async Task<NewPasswordResult> Write(DaypassDb db, Guid firm, string linkToken, string hash, bool isLong)
    {
        var link = await LinkTokens.Find(db, clock.Now(), LinkPurpose.PasswordReset, linkToken);
        if (link is null || await db.Lock(link.AccountId) is not { State: AccountState.Active } account)
        {
            return new NewPasswordResult.Dead();
        }

        var now = clock.Now();
        if (!await LinkTokens.Use(db, now, link))
        {
            return new NewPasswordResult.Dead();
        }

        await LinkTokens.End(db, now, account.Id, LinkPurpose.PasswordReset);
        var by = By.MailedLink(account.Id);
        NewPassword.Set(account, now, hash, isLong, byMailedLink: true);
        await PasswordPlaces.Unlock(db, PasswordTriesKey.Of(firm, account.EmailKey, knownBrowser: null));
        db.Record(now, firm, EventKind.PasswordReset, by, account.Id);
        db.Tell(now, NoticeKind.PasswordWasReset, account, by);
        await SessionEnder.End(db, now, account, SessionEnd.PasswordChanged, by);
        return new NewPasswordResult.Done();
    }

    private static async Task<Account?> Find(DaypassDb db, DateTimeOffset now, string linkToken) =>
        await LinkTokens.Find(db, now, LinkPurpose.PasswordReset, linkToken) is { } link
            ? await db.Accounts.AsNoTracking().SingleOrDefaultAsync(x => x.Id == link.AccountId && x.State == AccountState.Active)
            : null;
}
