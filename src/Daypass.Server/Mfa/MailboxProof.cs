using Microsoft.EntityFrameworkCore;

namespace Daypass.Server.Mfa;

/// <summary>N11: what the database knows of a login's mailbox and its waits; <see cref="MailboxProofRule"/> decides.</summary>
internal static class MailboxProof
{
    public static readonly TimeSpan GoesOnFor = TimeSpan.FromMinutes(30);
    public static readonly TimeSpan WaitOfPermissionHolders = TimeSpan.FromHours(24);

    public static bool Holds(DateTimeOffset provenAt, DateTimeOffset now) => now < provenAt + GoesOnFor;

    /// <param name="wait">As <see cref="LastWait"/> gives it.</param>
    public static MailboxProofOffer Offer(Account account, MfaFacts facts, DateTimeOffset now, MailboxWait? wait) =>
        MailboxProofRule.Offer(facts, account.MailboxMayNotProve, Of(wait), now);

    /// <summary>Until when the page says that one waits: for the end of the wait, or for the end of a stop.</summary>
    public static DateTimeOffset? Until(MailboxWait? wait) => Of(wait)?.Until;

    /// <summary>Whether the last wait ran to its end and nobody stopped it. The caller holds the account.</summary>
    public static async Task<bool> WaitWasServed(DaypassDb db, Account account, DateTimeOffset now) =>
        await db.MailboxWaits.AsNoTracking().Where(x => x.AccountId == account.Id).OrderByDescending(x => x.EndsAt).FirstOrDefaultAsync()
            is { StoppedAt: null } wait && wait.EndsAt <= now;

    private static readonly Compiled<Func<DaypassDb, Guid, Task<MailboxWait?>>> Last = new(() => EF.CompileAsyncQuery((DaypassDb db, Guid account) =>
        db.MailboxWaits.AsNoTracking().Where(x => x.AccountId == account && (x.StoppedAt == null || x.StoppedBy != null))
            .OrderByDescending(x => x.EndsAt).FirstOrDefault()));

    /// <summary>The wait that is running, or that an administrator stopped in the last days.</summary>
    public static async Task<MailboxWait?> LastWait(DaypassDb db, Account account, DateTimeOffset now)
    {
        var last = await Last.On(db)(db, account.Id);
        return Of(last)?.Until > now ? last : null;
    }

    /// <summary>The wait that is running, if one is.</summary>
    public static Task<MailboxWait?> Waiting(DaypassDb db, Account account, DateTimeOffset now) =>
        db.MailboxWaits.AsNoTracking().Where(x => x.AccountId == account.Id && x.StoppedAt == null && x.EndsAt > now)
            .OrderByDescending(x => x.EndsAt).FirstOrDefaultAsync();

    private static WaitForMailbox? Of(MailboxWait? wait) => wait is null ? null : new WaitForMailbox(wait.EndsAt, wait.StoppedAt);
}
