using Daypass.Server.Audit;
using Daypass.Server.Hosting;
using Daypass.Server.Notifications;
using Microsoft.EntityFrameworkCore;

namespace Daypass.Server.SignIn;

/// <summary>Asks for the mail that resets a password. The same answer and writes for every address; the mail itself is made and sent later.</summary>
internal sealed class AskPasswordReset(Store store, TimeProvider clock)
{
    public Task Run(Guid firm, string email) => store.Write(firm, async db =>
    {
        var key = EmailAddress.KeyOf(email);
        var subject = PasswordTriesKey.Of(firm, key, knownBrowser: null);
        // One after the other, whether somebody has the address or not.
        await PasswordPlaces.TouchRow(db, subject, clock.Now());
        var now = clock.Now();
        var account = await db.Accounts.AsNoTracking().SingleOrDefaultAsync(x => x.EmailKey == key && x.State == AccountState.Active);
        db.Record(now, firm, EventKind.PasswordResetAsked, By.Nobody, account?.Id);
        if (await AskedMails.MayGo(db, now, NoticeKind.PasswordResetLink, account?.Id ?? subject.StandIn))
        {
            db.TellWhoever(now, NoticeKind.PasswordResetLink, account, firm, subject.StandIn);
        }
    });
}
