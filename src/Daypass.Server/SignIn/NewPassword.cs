using Daypass.Server.Audit;
using Daypass.Server.Codes;
using Daypass.Server.Hosting;
using Daypass.Server.Hosting.Keys;
using Daypass.Server.Mfa;
using Daypass.Server.Notifications;
using Daypass.Server.Push;
using Daypass.Server.Sessions;
using Microsoft.EntityFrameworkCore;

namespace Daypass.Server.SignIn;

/// <summary>What came of a new password.</summary>
internal abstract record NewPasswordResult
{
    internal sealed record Done : NewPasswordResult;

    internal sealed record CurrentWrong : NewPasswordResult;

    internal sealed record Problem(PasswordProblem Why) : NewPasswordResult;

    /// <summary>The link was used, replaced or has expired.</summary>
    internal sealed record Dead : NewPasswordResult;

    internal sealed record NotAllowed : NewPasswordResult;

    internal sealed record Locked : NewPasswordResult;

    internal sealed record Busy : NewPasswordResult;
}

/// <summary>Writes a new password on an account that the caller holds.</summary>
internal static class PasswordSetting
{
    public static void Set(Account account, DateTimeOffset now, string hash, bool isLong, bool byMailedLink)
    {
        account.PasswordHash = hash;
        account.PasswordSetAt = now;
        account.PasswordIsLong = isLong;
        if (byMailedLink)
        {
            // N11: the mailbox that set the password may not prove the person as well.
            account.MailboxMayNotProve = true;
        }
    }
}

/// <summary>Changes one's own password; ends the other sessions (S3) and, from a full second step, starts C8's count afresh.</summary>
internal sealed class ChangePassword(Store store, TimeProvider clock, Passwords passwords, HashLanes lanes, FreshProof proof)
{
    public async Task<NewPasswordResult> Run(SignedIn me, string current, string @new)
    {
        if (!me.May(Ability.ChangePassword))
        {
            return new NewPasswordResult.NotAllowed();
        }

        if (await store.Read(me.FirmId, async db => await PasswordCheck.Problem(db, clock.Now(), await db.Accounts.AsNoTracking().SingleAsync(x => x.Id == me.AccountId), @new)) is { } why)
        {
            return new NewPasswordResult.Problem(why);
        }

        switch (await proof.Password(me, current))
        {
            case ProofResult.PasswordWrong: return new NewPasswordResult.CurrentWrong();
            case ProofResult.Locked: return new NewPasswordResult.Locked();
            case not ProofResult.Fine: return new NewPasswordResult.Busy();
        }

        try
        {
            var hash = await lanes.Run(knownBrowser: true, () => passwords.Hash(@new));
            return await store.Write<NewPasswordResult>(me.FirmId, async db =>
            {
                if (await db.Lock(me.AccountId) is not { State: AccountState.Active } account || !await db.Sessions.AnyAsync(x => x.Id == me.SessionId && x.EndedAt == null))
                {
                    return new NewPasswordResult.NotAllowed();
                }

                var now = clock.Now();
                var by = By.Person(account.Id);
                PasswordSetting.Set(account, now, hash, PasswordRule.IsLong(@new), byMailedLink: false);
                if (me.Kind == SessionKind.Full)
                {
                    account.CodeTriesSince = now;
                }

                db.Record(now, me.FirmId, EventKind.PasswordChanged, by, account.Id, session: me.SessionId);
                db.Tell(now, NoticeKind.PasswordChanged, account, by);
                await SessionEnder.End(db, now, account, SessionEnd.PasswordChanged, by, sessions => sessions.Where(x => x.Id != me.SessionId));
                return new NewPasswordResult.Done();
            });
        }
        catch (HashLanesBusy)
        {
            return new NewPasswordResult.Busy();
        }
    }
}

/// <summary>Asks for the mail that resets a password. The same answer and writes for every address; the mail itself is made and sent later.</summary>
internal sealed class AskPasswordReset(Store store, TimeProvider clock)
{
    public Task Run(Guid firm, string email) => store.Write(firm, async db =>
    {
        var key = EmailAddress.KeyOf(email);
        var subject = PasswordSubject.Of(firm, key, knownBrowser: null);
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

/// <summary>Sets a new password by the mailed link. It never skips the second step (P3), and ends every session (S3).</summary>
internal sealed class ResetPassword(Store store, TimeProvider clock, Passwords passwords, HashLanes lanes)
{
    public async Task<NewPasswordResult> Run(Guid firm, string linkToken, string @new)
    {
        var looked = await store.Read<NewPasswordResult?>(firm, async db =>
        {
            var now = clock.Now();
            return await Find(db, now, linkToken) is not { } account ? new NewPasswordResult.Dead()
                : await PasswordCheck.Problem(db, now, account, @new) is { } why ? new NewPasswordResult.Problem(why)
                : null;
        });
        if (looked is not null)
        {
            return looked;
        }

        try
        {
            var hash = await lanes.Run(knownBrowser: false, () => passwords.Hash(@new));
            return await store.Write<NewPasswordResult>(firm, async db =>
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
                PasswordSetting.Set(account, now, hash, PasswordRule.IsLong(@new), byMailedLink: true);
                await PasswordPlaces.Unlock(db, PasswordSubject.Of(firm, account.EmailKey, knownBrowser: null));
                db.Record(now, firm, EventKind.PasswordReset, by, account.Id);
                db.Tell(now, NoticeKind.PasswordWasReset, account, by);
                await SessionEnder.End(db, now, account, SessionEnd.PasswordChanged, by);
                return new NewPasswordResult.Done();
            });
        }
        catch (HashLanesBusy)
        {
            return new NewPasswordResult.Busy();
        }
    }

    private static async Task<Account?> Find(DaypassDb db, DateTimeOffset now, string linkToken) =>
        await LinkTokens.Find(db, now, LinkPurpose.PasswordReset, linkToken) is { } link
            ? await db.Accounts.AsNoTracking().SingleOrDefaultAsync(x => x.Id == link.AccountId && x.State == AccountState.Active)
            : null;
}

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

        await PasswordPlaces.Unlock(db, PasswordSubject.Of(firm, account.EmailKey, knownBrowser: null));
        db.Record(now, firm, EventKind.AccountUnlocked, By.MailedLink(account.Id), account.Id);
        return true;
    });
}

/// <summary>P3: a longer password, in the middle of a sign-in that the password alone is about to admit.</summary>
internal sealed class SetLongerPassword(Store store, TimeProvider clock, Passwords passwords, HashLanes lanes, Wake wake)
{
    /// <summary>Either a problem with the password, or where the sign-in goes on.</summary>
    public async Task<(NewPasswordResult? Problem, PasswordResult? Next)> Run(Guid firm, string? attemptToken, string @new, ClientInfo client)
    {
        var looked = await store.Read<NewPasswordResult?>(firm, async db =>
        {
            var now = clock.Now();
            return await Attempts.AfterPassword(db, now, attemptToken) is not var (_, account) ? new NewPasswordResult.Dead()
                : await PasswordCheck.Problem(db, now, account, @new) is { } why ? new NewPasswordResult.Problem(why)
                : null;
        });
        if (looked is not null)
        {
            return (looked, null);
        }

        try
        {
            var hash = await lanes.Run(knownBrowser: false, () => passwords.Hash(@new));
            var (problem, next) = await store.Write<(NewPasswordResult?, PasswordResult?)>(firm, async db =>
            {
                var now = clock.Now();
                if (await Attempts.AfterPassword(db, now, attemptToken) is not var (attempt, seen) || await db.Lock(seen.Id) is not { State: AccountState.Active } account
                    || account.PasswordIsLong || !await Attempts.Finish(db, now, attempt.Id))
                {
                    return (new NewPasswordResult.Dead(), null);
                }

                now = clock.Now();
                // Not a second step: if meanwhile one is asked for, admission says so.
                if (!NextStepRule.PasswordAloneIsAdmitted(await FactsForNextStep.Read(db, account, now), now))
                {
                    return (null, await Admission.AfterPassword(db, now, account, attemptToken: null, knownBrowser: null, client));
                }

                var by = By.Person(account.Id);
                PasswordSetting.Set(account, now, hash, PasswordRule.IsLong(@new), byMailedLink: false);
                db.Record(now, firm, EventKind.PasswordChanged, by, account.Id);
                db.Tell(now, NoticeKind.PasswordChanged, account, by);
                await SessionEnder.End(db, now, account, SessionEnd.PasswordChanged, by);
                return (null, await Admission.AfterPassword(db, now, account, attemptToken: null, knownBrowser: null, client));
            });
            wake.If(next, firm);
            return (problem, next);
        }
        catch (HashLanesBusy)
        {
            return (new NewPasswordResult.Busy(), null);
        }
    }
}
