using Daypass.Server.Audit;
using Daypass.Server.Hosting;
using Daypass.Server.Notifications;

namespace Daypass.Server.SignIn;

/// <summary>Lifts the password locks by the mailed link (P2).</summary>
internal sealed class UnlockByLink(Store store, TimeProvider clock)
{
    /// <summary>False: the link is dead.</summary>
    public Task<bool> Run(Guid firm, string linkToken) => store.Write(firm, async db =>
    {
        var now = clock.Now();
        var link = await LinkTokens.Find(db, now, LinkPurpose.Unlock, linkToken);
        if (link is null || await db.Lock(link.AccountId) is not { } account || !await LinkTokens.Use(db, now, link))
        {
            return false;
        }

        await PasswordPlaces.Unlock(db, PasswordTriesKey.Of(firm, account.EmailKey, knownBrowser: null));
        db.Record(now, firm, EventKind.AccountUnlocked, By.MailedLink(account.Id), account.Id);
        return true;
    });
}
