using Daypass.Server.Audit;
using Daypass.Server.Mfa;
using Daypass.Server.Notifications;
using Daypass.Server.Sessions;
using Microsoft.EntityFrameworkCore;

namespace Daypass.Server.SignIn;

// N11. A mailed link, single use, 30 minutes, newest only, one confirming click. It goes on only in the browser that opens it, which
// passes the password step itself; the sign-in that asked gains nothing. For holders of a permission the first link only starts
// 24 hours' wait, told to all administrators, any of whom can stop it; then a second link is mailed, which lets pair.

/// <summary>What came of asking for the mail.</summary>
internal enum AskMailboxProofResult { Mailed, Waiting, NotAllowed, StartAgain }

/// <summary>What came of the confirming click.</summary>
internal abstract record ConfirmMailboxProofResult
{
    /// <summary>On to the password step, in this browser.</summary>
    internal sealed record Proven(Token Attempt) : ConfirmMailboxProofResult;

    internal sealed record WaitStarted(DateTimeOffset EndsAt) : ConfirmMailboxProofResult;

    /// <summary>Used, replaced, expired, or never a link.</summary>
    internal sealed record Dead : ConfirmMailboxProofResult;
}

/// <summary>Asks for the mail. At most one a minute goes out.</summary>
internal sealed class AskMailboxProof(Store store, TimeProvider clock)
{
    private static readonly TimeSpan BetweenMails = TimeSpan.FromMinutes(1);

    public Task<AskMailboxProofResult> Run(Guid firm, string? attemptToken) => store.Write(firm, async db =>
    {
        var now = clock.Now();
        if (await Attempts.AfterPassword(db, now, attemptToken) is not var (_, seen) || await db.Lock(seen.Id) is not { } account)
        {
            return AskMailboxProofResult.StartAgain;
        }

        var by = By.Person(account.Id);
        switch (MailboxProof.Offer(account, await FactsForNextStep.Read(db, account, now), now, await MailboxProof.LastWait(db, account, now)))
        {
            case MailboxProofOffer.NotNeeded:
                return AskMailboxProofResult.StartAgain;
            case MailboxProofOffer.NotAllowed or MailboxProofOffer.Stopped:
                db.Record(now, firm, EventKind.MailboxProofRefused, by, account.Id);
                return AskMailboxProofResult.NotAllowed;
            case MailboxProofOffer.Waiting:
                return AskMailboxProofResult.Waiting;
            default:
                var since = now - BetweenMails;
                if (!await db.Notices.AnyAsync(x => x.AccountId == account.Id && x.Kind == NoticeKind.MailboxProof && x.CreatedAt > since))
                {
                    db.Record(now, firm, EventKind.MailboxProofAsked, by, account.Id);
                    db.Tell(now, NoticeKind.MailboxProof, account, by);
                }

                return AskMailboxProofResult.Mailed;
        }
    });
}

/// <summary>The confirming click on a mailed link.</summary>
internal sealed class ConfirmMailboxProof(Store store, TimeProvider clock)
{
    public Task<ConfirmMailboxProofResult> Run(Guid firm, string linkToken) => store.Write<ConfirmMailboxProofResult>(firm, async db =>
    {
        var now = clock.Now();
        var link = await LinkTokens.Find(db, now, LinkPurpose.MailboxProof, linkToken) ?? await LinkTokens.Find(db, now, LinkPurpose.MailboxProofAfterWait, linkToken);
        if (link is null || await db.Lock(link.AccountId) is not { State: AccountState.Active } account || !await LinkTokens.Use(db, now, link))
        {
            return new ConfirmMailboxProofResult.Dead();
        }

        var by = By.MailedLink(account.Id);
        var facts = await FactsForNextStep.Read(db, account, now);
        var wait = await MailboxProof.LastWait(db, account, now);
        if (MailboxProof.Offer(account, facts, now, wait) is not (MailboxProofOffer.Offered or MailboxProofOffer.Waiting)
            || (link.Purpose == LinkPurpose.MailboxProofAfterWait && !await MailboxProof.WaitWasServed(db, account, now)))
        {
            db.Record(now, firm, EventKind.MailboxProofRefused, by, account.Id);
            return new ConfirmMailboxProofResult.Dead();
        }

        if (account.HoldsPermission() && link.Purpose == LinkPurpose.MailboxProof)
        {
            if (wait is null)
            {
                wait = new MailboxWait { Id = Guid.CreateVersion7(now), FirmId = firm, AccountId = account.Id, StartedAt = now, EndsAt = now + MailboxProof.WaitOfPermissionHolders };
                db.MailboxWaits.Add(wait);
                db.Record(now, firm, EventKind.MailboxWaitStarted, by, account.Id, facts: new UntilFacts(wait.EndsAt));
                db.Tell(now, NoticeKind.MailboxWaitStarted, account, by, new Subject(Wait: wait.Id));
                await db.TellAdministrators(now, NoticeKind.MailboxWaitStarted, account, by, new Subject(Wait: wait.Id));
            }

            return new ConfirmMailboxProofResult.WaitStarted(wait.EndsAt);
        }

        return new ConfirmMailboxProofResult.Proven(Attempts.Begin(db, now, account, passwordAt: null, mailboxProvenAt: now));
    });
}

/// <summary>Any administrator of the firm stops the wait (N11).</summary>
internal sealed class StopMailboxWait(Store store, TimeProvider clock)
{
    public Task<bool> Run(SignedIn by, Guid waitId) => store.Write(by.FirmId, async db =>
    {
        var now = clock.Now();
        var wait = await db.MailboxWaits.AsNoTracking().SingleOrDefaultAsync(x => x.Id == waitId);
        if (wait is null || !by.May(Ability.ActForOthers) || await db.TurnToAct(by, wait.AccountId) is not ({ } actor, { } account) || !actor.Standing().Administers)
        {
            return false;
        }

        var stopped = await db.MailboxWaits.Where(x => x.Id == waitId && x.StoppedAt == null)
            .ExecuteUpdateAsync(set => set.SetProperty(x => x.StoppedAt, now).SetProperty(x => x.StoppedBy, by.AccountId));
        if (stopped == 0)
        {
            return false;
        }

        // A second link that is already on its way dies with the wait.
        await db.Links.Where(x => x.AccountId == account.Id && x.Purpose == LinkPurpose.MailboxProofAfterWait && x.UsedAt == null)
            .ExecuteUpdateAsync(set => set.SetProperty(x => x.ExpiresAt, now));
        // So does what a second link has opened already: the sign-in under way, and a session good for pairing.
        await SessionEnder.End(db, now, account, SessionEnd.NotMe, By.Person(by.AccountId), sessions => sessions.Where(x => x.Kind == SessionKind.MailboxProof));
        db.Record(now, by.FirmId, EventKind.MailboxWaitStopped, By.Person(by.AccountId), account.Id);
        return true;
    });
}
