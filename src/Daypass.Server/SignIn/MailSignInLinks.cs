using Daypass.Server.Audit;
using Daypass.Server.Notifications;
using Microsoft.EntityFrameworkCore;

namespace Daypass.Server.SignIn;

/// <summary>For who has forgotten the firm's address: each firm that knows the email mails its own sign-in link. The same answer for all.</summary>
internal sealed class MailSignInLinks(Store store, TimeProvider clock)
{
    private static readonly TimeSpan BetweenMails = TimeSpan.FromMinutes(10);

    public async Task Run(string email)
    {
        var key = EmailAddress.KeyOf(email);
        await store.WriteAcross(async db =>
        {
            var now = clock.Now();
            var since = now - BetweenMails;
            var accounts = await db.Accounts.AsNoTracking()
                .Where(x => x.EmailKey == key && x.State == AccountState.Active
                    && !db.Notices.Any(notice => notice.AccountId == x.Id && notice.Kind == NoticeKind.SignInLinks && notice.CreatedAt > since))
                .ToListAsync();
            foreach (var account in accounts)
            {
                db.Tell(now, NoticeKind.SignInLinks, account, By.Nobody);
            }
        });
    }
}
