using Daypass.Server.Audit;
using Daypass.Server.Hosting;
using Daypass.Server.Mfa;
using Daypass.Server.Notifications;
using Daypass.Server.Push;
using Daypass.Server.Sessions;

namespace Daypass.Server.SignIn;

/// <summary>P3: a longer password, in the middle of a sign-in that the password alone is about to admit.</summary>
internal sealed class SetLongerPassword(TimeProvider clock, NewPassword newPassword, Wake wake)
{
    public async Task<NewPasswordResult> Run(Guid firm, string? attemptToken, string @new, ClientInfo client)
    {
        var result = await newPassword.LookHashAndWrite(firm, @new,
            look: async db => await Attempts.AfterPassword(db, clock.Now(), attemptToken) is not var (_, account) ? new NewPasswordResult.Dead()
                : await PasswordCheck.Problem(db, clock.Now(), account, @new) is { } why ? new NewPasswordResult.Problem(why)
                : null,
            write: (db, hash) => Write(db, firm, attemptToken, hash, PasswordRule.IsLong(@new), client));
        wake.If((result as NewPasswordResult.GoesOn)?.Next, firm);
        return result;
    }

    private async Task<NewPasswordResult> Write(DaypassDb db, Guid firm, string? attemptToken, string hash, bool isLong, ClientInfo client)
    {
        if (await Attempts.AfterPassword(db, clock.Now(), attemptToken) is not var (attempt, seen) || await db.Lock(seen.Id) is not { State: AccountState.Active } account
            || account.PasswordIsLong || !await Attempts.Finish(db, clock.Now(), attempt.Id))
        {
            return new NewPasswordResult.Dead();
        }

        var now = clock.Now();
        // Not a second step: if meanwhile one is asked for, admission says so.
        if (NextStepRule.PasswordAloneIsAdmitted(await FactsForNextStep.Read(db, account, now), now))
        {
            var by = By.Person(account.Id);
            NewPassword.Set(account, now, hash, isLong, byMailedLink: false);
            db.Record(now, firm, EventKind.PasswordChanged, by, account.Id);
            db.Tell(now, NoticeKind.PasswordChanged, account, by);
            await SessionEnder.End(db, now, account, SessionEnd.PasswordChanged, by);
        }

        return new NewPasswordResult.GoesOn(await Admission.AfterPassword(db, now, account, attemptToken: null, knownBrowser: null, client));
    }
}
