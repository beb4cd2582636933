using Daypass.Server.Mfa;
using Microsoft.EntityFrameworkCore;

namespace Daypass.Server.SignIn;

/// <summary>Sign-ins under way. A step is done once: the conditional update on <c>DoneAt</c> is what makes steps unrepeatable (P4).</summary>
internal static class Attempts
{
    /// <summary>How long somebody has from the password to the end of the sign-in.</summary>
    public static readonly TimeSpan Life = TimeSpan.FromMinutes(15);

    public static Token Begin(DaypassDb db, DateTimeOffset now, Account account, DateTimeOffset? passwordAt, DateTimeOffset? mailboxProvenAt)
    {
        var token = Token.New();
        db.SignInAttempts.Add(new SignInAttempt
        {
            Id = Guid.CreateVersion7(now),
            FirmId = account.FirmId,
            AccountId = account.Id,
            TokenHash = token.Hash(),
            PasswordAt = passwordAt,
            MailboxProvenAt = mailboxProvenAt,
            ExpiresAt = now + (passwordAt is null ? MailboxProof.GoesOnFor : Life),
        });
        return token;
    }

    /// <summary>The attempt behind a cookie, if it is still under way in this firm.</summary>
    public static async Task<SignInAttempt?> Find(DaypassDb db, DateTimeOffset now, string? token)
    {
        var hash = Token.HashOf(token);
        return hash is null ? null : await db.SignInAttempts.AsNoTracking()
            .SingleOrDefaultAsync(x => x.TokenHash == hash && x.DoneAt == null && x.ExpiresAt > now);
    }

    /// <summary>An attempt that passed the password step with the password that is still the account's; and the active account.</summary>
    public static async Task<(SignInAttempt Attempt, Account Account)?> AfterPassword(DaypassDb db, DateTimeOffset now, string? token)
    {
        if (await Find(db, now, token) is not { PasswordAt: { } passwordAt } attempt)
        {
            return null;
        }

        var account = await db.Accounts.AsNoTracking().SingleOrDefaultAsync(x => x.Id == attempt.AccountId && x.State == AccountState.Active);
        return account is not null && !(account.PasswordSetAt > passwordAt) ? (attempt, account) : null;
    }

    /// <summary>Ends the attempt; false if another request did so first.</summary>
    public static async Task<bool> Finish(DaypassDb db, DateTimeOffset now, Guid attemptId) =>
        await db.SignInAttempts.Where(x => x.Id == attemptId && x.DoneAt == null).ExecuteUpdateAsync(set => set.SetProperty(x => x.DoneAt, now)) == 1;
}
