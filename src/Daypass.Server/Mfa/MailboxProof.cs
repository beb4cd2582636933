using Microsoft.EntityFrameworkCore;

namespace Daypass.Server.Mfa;

internal enum MailboxProofOffer
{
    /// <summary>A paired device or a live code helps without it.</summary>
    NotNeeded,
    Offered,

    /// <summary>A holder of a permission waits 24 hours (N11).</summary>
    Waiting,

    /// <summary>An administrator stopped the wait (N11): for some days only a temporary code helps.</summary>
    Stopped,

    /// <summary>The mailbox may not prove: only a temporary code helps (N11).</summary>
    NotAllowed,
}

/// <summary>N11: when the mailbox may stand for a device.</summary>
internal static class MailboxProof
{
    public static readonly TimeSpan GoesOnFor = TimeSpan.FromMinutes(30);
    public static readonly TimeSpan WaitOfPermissionHolders = TimeSpan.FromHours(24);

    /// <summary>
    /// After an administrator stopped a wait no other begins for so long: whoever has the mailbox could go on asking until a stop is missed.
    /// </summary>
    public static readonly TimeSpan StoppedFor = TimeSpan.FromDays(7);

    public static bool Holds(DateTimeOffset provenAt, DateTimeOffset now) => now < provenAt + GoesOnFor;

    /// <summary>Whether the page offers it. For somebody who never paired the mailbox is the only root of trust, so it always may.</summary>
    public static MailboxProofOffer Offer(Account account, MfaFacts facts, DateTimeOffset now, MailboxWait? wait) =>
        facts.Paired == Paired.Now ? MailboxProofOffer.NotNeeded
        : NextStepRule.PasswordAloneIsAdmitted(facts, now) ? MailboxProofOffer.NotNeeded
        : facts.Paired != Paired.Never && account.MailboxMayNotProve ? MailboxProofOffer.NotAllowed
        : wait is { StoppedAt: not null } ? MailboxProofOffer.Stopped
        : wait is not null ? MailboxProofOffer.Waiting
        : MailboxProofOffer.Offered;

    /// <summary>Whether the last wait ran to its end and nobody stopped it. The caller holds the account.</summary>
    public static async Task<bool> WaitWasServed(DaypassDb db, Account account, DateTimeOffset now) =>
        await db.MailboxWaits.AsNoTracking().Where(x => x.AccountId == account.Id).OrderByDescending(x => x.EndsAt).FirstOrDefaultAsync()
            is { StoppedAt: null } wait && wait.EndsAt <= now;

    /// <summary>The wait that is running, or that an administrator stopped in the last days; what <see cref="Offer"/> asks for.</summary>
    public static Task<MailboxWait?> LastWait(DaypassDb db, Account account, DateTimeOffset now)
    {
        var since = now - StoppedFor;
        return db.MailboxWaits.AsNoTracking()
            .Where(x => x.AccountId == account.Id && ((x.StoppedAt == null && x.EndsAt > now) || (x.StoppedBy != null && x.StoppedAt > since)))
            .OrderByDescending(x => x.EndsAt).FirstOrDefaultAsync();
    }

    /// <summary>Until when the page says that one waits: for the end of the wait, or for the end of a stop.</summary>
    public static DateTimeOffset? Until(MailboxWait? wait) => wait?.StoppedAt + StoppedFor ?? wait?.EndsAt;

    /// <summary>The wait that is running, if one is.</summary>
    public static Task<MailboxWait?> Waiting(DaypassDb db, Account account, DateTimeOffset now) =>
        db.MailboxWaits.AsNoTracking().Where(x => x.AccountId == account.Id && x.StoppedAt == null && x.EndsAt > now)
            .OrderByDescending(x => x.EndsAt).FirstOrDefaultAsync();
}
