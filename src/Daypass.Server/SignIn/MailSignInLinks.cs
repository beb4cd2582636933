using Daypass.Server.Hosting;
using Daypass.Server.Notifications;
using Microsoft.EntityFrameworkCore;

namespace Daypass.Server.SignIn;

/// <summary>
/// For who has forgotten the firm's address: each firm that knows the email mails its own sign-in link. The same answer for all, and
/// as many writes for an address that nobody has as for one that has a login.
/// </summary>
internal sealed class MailSignInLinks(Store store, TimeProvider clock)
{
    public Task Run(string email) => store.WriteAcross(async db =>
    {
        var key = EmailAddress.KeyOf(email);
        var subject = PasswordTriesKey.Of(Guid.Empty, key, knownBrowser: null);
        await PasswordPlaces.TouchRow(db, subject, clock.Now());
        var now = clock.Now();
        var accounts = await db.Accounts.AsNoTracking().Where(x => x.EmailKey == key && x.State == AccountState.Active).ToListAsync();
        foreach (var account in accounts.DefaultIfEmpty())
        {
            if (await AskedMails.MayGo(db, now, NoticeKind.SignInLinks, account?.Id ?? subject.StandIn))
            {
                db.TellWhoever(now, NoticeKind.SignInLinks, account, subject.Firm, subject.StandIn);
            }
        }
    });
}
