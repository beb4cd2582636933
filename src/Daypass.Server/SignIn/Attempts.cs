using Daypass.Server.Mfa;
using Microsoft.EntityFrameworkCore;

namespace Daypass.Server.SignIn;

/// <summary>Sign-ins under way. A step is done once: the conditional update on <c>DoneAt</c> is what makes steps unrepeatable (P4).</summary>
internal static class Attempts
{
    /// <summary>How long somebody has from the password to the end of the sign-in.</summary>
    public static readonly TimeSpan Life = TimeSpan.FromMinutes(15);

    private sealed record Found(SignInAttempt Attempt, Account Account);

    private static readonly Compiled<Func<DaypassDb, byte[], DateTimeOffset, Task<Found?>>> Live = new(() => EF.CompileAsyncQuery((DaypassDb db, byte[] hash, DateTimeOffset now) => (
        from attempt in db.SignInAttempts
        join account in db.Accounts on attempt.AccountId equals account.Id
        where attempt.TokenHash == hash && attempt.DoneAt == null && attempt.ExpiresAt > now && account.State == AccountState.Active
        select new Found(attempt, account)).AsNoTracking().SingleOrDefault()));

    public static Token Begin(DaypassDb db, DateTimeOffset now, Account account, DateTimeOffset? passwordAt, DateTimeOffset? mailboxProvenAt) =>
        Begin(db, now, account, passwordAt, mailboxProvenAt, out _);

    public static Token Begin(DaypassDb db, DateTimeOffset now, Account account, DateTimeOffset? passwordAt, DateTimeOffset? mailboxProvenAt, out Guid id)
    {
        var token = Token.New();
        db.SignInAttempts.Add(new SignInAttempt
        {
            Id = id = Guid.CreateVersion7(now),
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
        var found = Token.HashOf(token) is { } hash ? await Live.On(db)(db, hash, now) : null;
        return found is { Attempt.PasswordAt: { } passwordAt } && !(found.Account.PasswordSetAt > passwordAt) ? (found.Attempt, found.Account) : null;
    }

    /// <summary>Ends the attempt; false if another request did so first.</summary>
    public static async Task<bool> Finish(DaypassDb db, DateTimeOffset now, Guid attemptId) =>
        await db.Do($"update sign_in_attempts set done_at = {now}", where: $"id = {attemptId} and done_at is null") == 1;

    /// <summary>Takes <see cref="Finish"/> back within its transaction: what was to finish the sign-in came to nothing.</summary>
    public static Task GoOn(DaypassDb db, Guid attemptId) =>
        db.SignInAttempts.Where(x => x.Id == attemptId).ExecuteUpdateAsync(set => set.SetProperty(x => x.DoneAt, (DateTimeOffset?)null));
}
