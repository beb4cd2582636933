using Daypass.Server.Audit;
using Daypass.Server.Hosting;
using Daypass.Server.Mfa;
using Daypass.Server.Notifications;
using Daypass.Server.Sessions;
using Daypass.Server.SignIn;
using Microsoft.EntityFrameworkCore;

namespace Daypass.Server.People;

internal abstract record AcceptInvitationResult
{
    /// <summary>In, by password alone (N6).</summary>
    internal sealed record Admitted(Token Session, Guid AccountId, DateTimeOffset ExpiresAt) : AcceptInvitationResult;

    /// <summary>The invitation proved the mailbox: good for pairing and nothing else, in this sitting (N4, N5, N8).</summary>
    internal sealed record PairingOnly(Token Session, Guid AccountId, DateTimeOffset ExpiresAt) : AcceptInvitationResult;

    internal sealed record Problem(PasswordProblem Why) : AcceptInvitationResult;

    /// <summary>Used, replaced, expired, or never a link.</summary>
    internal sealed record Dead : AcceptInvitationResult;

    internal sealed record Busy(int RetryAfterSeconds) : AcceptInvitationResult;
}

/// <summary>
/// Accepts an invitation (E3): sets the password, then goes on as N says. The link is used up in the same transaction, so of two that
/// accept at the same moment one gets in.
/// </summary>
internal sealed class AcceptInvitation(Store store, TimeProvider clock, Passwords passwords, HashLanes lanes)
{
    public async Task<AcceptInvitationResult> Run(Guid firm, string linkToken, string password, ClientInfo client)
    {
        if (await store.Read(firm, db => Look(db, linkToken, password)) is { } refused)
        {
            return refused;
        }

        try
        {
            var hash = await lanes.Run(knownBrowser: false, () => passwords.Hash(password));
            return await store.Write(firm, db => Accept(db, linkToken, hash, PasswordRule.IsLong(password), client));
        }
        catch (HashLanesBusy)
        {
            return new AcceptInvitationResult.Busy(HashLanes.RetryAfterSeconds);
        }
    }

    private async Task<AcceptInvitationResult?> Look(DaypassDb db, string linkToken, string password)
    {
        var now = clock.Now();
        if (await LinkTokens.Find(db, now, LinkPurpose.Invitation, linkToken) is not { } link
            || await db.Accounts.AsNoTracking().SingleOrDefaultAsync(x => x.Id == link.AccountId && x.State == AccountState.Invited) is not { } account)
        {
            return new AcceptInvitationResult.Dead();
        }

        return await PasswordCheck.Problem(db, now, account, password) is { } why ? new AcceptInvitationResult.Problem(why) : null;
    }

    private async Task<AcceptInvitationResult> Accept(DaypassDb db, string linkToken, string hash, bool isLong, ClientInfo client)
    {
        if (await LinkTokens.Find(db, clock.Now(), LinkPurpose.Invitation, linkToken) is not { } link
            || await db.Lock(link.AccountId) is not { State: AccountState.Invited } account)
        {
            return new AcceptInvitationResult.Dead();
        }

        var now = clock.Now();
        if (!await LinkTokens.Use(db, now, link))
        {
            return new AcceptInvitationResult.Dead();
        }

        account.State = AccountState.Active;
        account.AcceptedAt = now;
        // N11: set by a mailed link. The sitting that begins here may pair all the same.
        NewPassword.Set(account, now, hash, isLong, byMailedLink: true);
        await LinkTokens.End(db, now, account.Id, LinkPurpose.Invitation);
        db.Record(now, account.FirmId, EventKind.InvitationAccepted, By.MailedLink(account.Id), account.Id);
        return await GoOn(db, now, account, client);
    }

    private static async Task<AcceptInvitationResult> GoOn(DaypassDb db, DateTimeOffset now, Account account, ClientInfo client)
    {
        var next = NextStepRule.Decide(await FactsForNextStep.Read(db, account, now), now);
        // The policy may have become optional since the password was looked at; then the next sign-in asks for a longer one.
        if (next is NextStep.Admit or NextStep.TurnMfaOffAndAdmit && account.PasswordIsLong)
        {
            if (next == NextStep.TurnMfaOffAndAdmit)
            {
                MfaOff.Turn(db, now, account, By.Person(account.Id));
            }

            var (token, session) = SessionOpener.Open(db, now, account, SessionKind.PasswordOnly, client);
            return new AcceptInvitationResult.Admitted(token, account.Id, session.ExpiresAt);
        }

        var (pairing, limited) = SessionOpener.Open(db, now, account, SessionKind.MailboxProof, client);
        return new AcceptInvitationResult.PairingOnly(pairing, account.Id, limited.ExpiresAt);
    }
}
