using Daypass.Server.Approvals;
using Daypass.Server.Audit;
using Daypass.Server.Hosting;
using Daypass.Server.Mfa;
using Daypass.Server.Notifications;
using Daypass.Server.Sessions;

namespace Daypass.Server.SignIn;

/// <summary>
/// Where a sign-in goes after the right password: rule N, asked anew from the facts in the database (never from a stored verdict).
/// </summary>
internal static class Admission
{
    /// <summary>The caller has just verified the password in this request, and holds the account.</summary>
    /// <param name="knownBrowser">The browser's id if a device confirmed a sign-in to this very login there before.</param>
    public static async Task<PasswordResult> AfterPassword(DaypassDb db, DateTimeOffset now, Account account, string? attemptToken, Guid? knownBrowser, ClientInfo client)
    {
        // N11: the browser that opened the mailed link passes the password step itself. Its attempt is used up here (P4).
        var before = await Attempts.Find(db, now, attemptToken);
        var proven = before is { MailboxProvenAt: not null } && before.AccountId == account.Id && MailboxProof.Holds(before.MailboxProvenAt.Value, now);
        var facts = await FactsForNextStep.Read(db, account, now);
        // Asked again: since the click a permission may have been granted, or the password set by a mailed link.
        proven = proven && MailboxProof.Offer(account, facts, now, wait: null) == MailboxProofOffer.Offered
            && (!account.HoldsPermission() || await MailboxProof.WaitWasServed(db, account, now));
        var step = NextStepRule.Decide(facts, now);
        switch (step)
        {
            case NextStep.Admit or NextStep.TurnMfaOffAndAdmit when !account.PasswordIsLong:
                return new PasswordResult.NeedsLongerPassword(Attempts.Begin(db, now, account, passwordAt: now, mailboxProvenAt: null));
            case NextStep.Admit:
                return Admit(db, now, account, turnOff: false, client);
            case NextStep.TurnMfaOffAndAdmit:
                return Admit(db, now, account, turnOff: true, client);
            // N1: with none paired, a live code does not stand in the way of the proof; pairing ends it (C9).
            case NextStep.ProveMailboxOrCode or NextStep.TemporaryCode when proven && facts.Paired != Paired.Now && await Attempts.Finish(db, now, before!.Id):
                return PairingOnly(db, now, account, client);
            default:
                if (proven)
                {
                    await Attempts.Finish(db, now, before!.Id);
                }

                var attempt = Attempts.Begin(db, now, account, passwordAt: now, mailboxProvenAt: proven ? before!.MailboxProvenAt : null, out var id);
                // N3; at N1 nothing is sent to any device.
                var asking = step == NextStep.Authenticator ? await AskPhones(db, now, account, before, id, knownBrowser, client) : null;
                return new PasswordResult.Continue(attempt, asking == Asking.Wake ? account.Id : null);
        }
    }

    private static async Task<Asking?> AskPhones(DaypassDb db, DateTimeOffset now, Account account, SignInAttempt? before, Guid attempt, Guid? knownBrowser, ClientInfo client)
    {
        if (before?.AccountId == account.Id)
        {
            // The new sign-in takes its place in this browser; what it asked would wait in vain.
            await ApprovalRequests.Withdraw(db, before.Id);
        }

        return await ApprovalRequests.Ask(db, now, account, attempt, knownBrowser, client);
    }

    /// <summary>N6, N7, N9.</summary>
    private static PasswordResult Admit(DaypassDb db, DateTimeOffset now, Account account, bool turnOff, ClientInfo client)
    {
        if (turnOff)
        {
            MfaOff.Turn(db, now, account, By.Person(account.Id));
        }

        var (token, session) = SessionOpener.Open(db, now, account, SessionKind.PasswordOnly, client);
        return new PasswordResult.Admitted(token, account.Id, session.ExpiresAt, turnOff);
    }

    private static PasswordResult PairingOnly(DaypassDb db, DateTimeOffset now, Account account, ClientInfo client)
    {
        var by = By.Person(account.Id);
        db.Record(now, account.FirmId, EventKind.MailboxProven, by, account.Id);
        db.Tell(now, NoticeKind.MailboxProofUsed, account, by);
        var (token, session) = SessionOpener.Open(db, now, account, SessionKind.MailboxProof, client);
        return new PasswordResult.PairingOnly(token, account.Id, session.ExpiresAt);
    }
}
