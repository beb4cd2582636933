namespace Daypass.Domain;

// N11: when the mailbox may stand for a device. For holders of a permission its proof only begins 24 hours' wait, which any
// administrator can stop.

public enum MailboxProofOffer
{
    /// <summary>A paired device or a live code helps without it.</summary>
    NotNeeded,
    Offered,

    /// <summary>A holder of a permission waits 24 hours.</summary>
    Waiting,

    /// <summary>An administrator stopped the wait: for some days only a temporary code helps.</summary>
    Stopped,

    /// <summary>The mailbox may not prove: only a temporary code helps.</summary>
    NotAllowed,
}

/// <summary>The last wait of a login, and when an administrator stopped it.</summary>
public readonly record struct WaitForMailbox(DateTimeOffset EndsAt, DateTimeOffset? StoppedAt)
{
    /// <summary>Until when nothing else begins: until its end, or, where it was stopped, for some days after that.</summary>
    public DateTimeOffset Until => StoppedAt + MailboxProofRule.StoppedFor ?? EndsAt;
}

public static class MailboxProofRule
{
    /// <summary>
    /// After an administrator stopped a wait no other begins for so long: whoever has the mailbox could go on asking until a stop is missed.
    /// </summary>
    public static readonly TimeSpan StoppedFor = TimeSpan.FromDays(7);

    /// <summary>For somebody who never paired the mailbox is the only root of trust, so it always may prove.</summary>
    public static MailboxProofOffer Offer(MfaFacts facts, bool mayNotProve, WaitForMailbox? last, DateTimeOffset now) =>
        facts.Paired == Paired.Now || NextStepRule.PasswordAloneIsAdmitted(facts, now) ? MailboxProofOffer.NotNeeded
        : facts.Paired != Paired.Never && mayNotProve ? MailboxProofOffer.NotAllowed
        : last is not { } wait || wait.Until <= now ? MailboxProofOffer.Offered
        : wait.StoppedAt is null ? MailboxProofOffer.Waiting
        : MailboxProofOffer.Stopped;
}
