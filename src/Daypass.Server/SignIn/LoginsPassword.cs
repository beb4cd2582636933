using Daypass.Server.Audit;
using Daypass.Server.Hosting;
using Daypass.Server.Notifications;

namespace Daypass.Server.SignIn;

/// <summary>The password of a login, or of an email that nobody has in the firm.</summary>
internal sealed class LoginsPassword(PasswordTriesKey subject, Account? account) : IPasswordOwner
{
    public void Wrong(DaypassDb db, DateTimeOffset now) => db.Record(now, subject.Firm, EventKind.PasswordWrong, By.Nobody, account?.Id);

    public void Locked(DaypassDb db, DateTimeOffset now, PasswordLock begun)
    {
        db.Record(now, subject.Firm, EventKind.AccountLocked, By.Nobody, account?.Id, facts: new UntilFacts(begun.Until, begun.ForAll));
        if (begun.Mail)
        {
            db.TellWhoever(now, begun.ForAll ? NoticeKind.AccountLockedForAll : NoticeKind.AccountLocked, account, subject.Firm, subject.StandIn);
        }
    }
}
