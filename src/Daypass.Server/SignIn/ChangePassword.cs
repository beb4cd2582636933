using Daypass.Server.Audit;
using Daypass.Server.Notifications;
using Daypass.Server.Sessions;
using Microsoft.EntityFrameworkCore;

namespace Daypass.Server.SignIn;

/// <summary>Changes one's own password; ends the other sessions (S3) and, from a full second step, starts C8's count afresh.</summary>
internal sealed class ChangePassword(Store store, TimeProvider clock, NewPassword newPassword, FreshProof proof)
{
    public async Task<NewPasswordResult> Run(SignedIn me, string current, string @new)
    {
        if (!me.May(Ability.ChangePassword))
        {
            return new NewPasswordResult.NotAllowed();
        }

        // Before the proof: a new password that will not do costs no try.
        if (await store.Read(me.FirmId, async db => await PasswordCheck.Problem(db, clock.Now(), await db.Accounts.AsNoTracking().SingleAsync(x => x.Id == me.AccountId), @new)) is { } why)
        {
            return new NewPasswordResult.Problem(why);
        }

        return await proof.Password(me, current) switch
        {
            ProofResult.PasswordWrong => new NewPasswordResult.CurrentWrong(),
            ProofResult.Locked => new NewPasswordResult.Locked(),
            ProofResult.Fine => await newPassword.HashAndWrite(me.FirmId, knownBrowser: true, @new, (db, hash) => Write(db, me, hash, PasswordRule.IsLong(@new))),
            _ => new NewPasswordResult.Busy(),
        };
    }

    private async Task<NewPasswordResult> Write(DaypassDb db, SignedIn me, string hash, bool isLong)
    {
        if (await db.OwnTurn(me) is not { } account)
        {
            return new NewPasswordResult.NotAllowed();
        }

        var now = clock.Now();
        var by = By.Person(account.Id);
        NewPassword.Set(account, now, hash, isLong, byMailedLink: false);
        if (me.Kind == SessionKind.Full)
        {
            account.CodeTriesSince = now;
        }

        db.Record(now, me.FirmId, EventKind.PasswordChanged, by, account.Id, session: me.SessionId);
        db.Tell(now, NoticeKind.PasswordChanged, account, by);
        await SessionEnder.End(db, now, account, SessionEnd.PasswordChanged, by, sessions => sessions.Where(x => x.Id != me.SessionId));
        return new NewPasswordResult.Done();
    }
}
