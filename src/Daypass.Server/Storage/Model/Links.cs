namespace Daypass.Server.Storage.Model;

internal enum LinkPurpose { Invitation = 1, PasswordReset = 2, Unlock = 3, MailboxProof = 4, MailboxProofAfterWait = 5, NotMe = 6, StopCase = 7, FetchCode = 8 }

/// <summary>A link that was mailed. The token is made when the mail is sent; the row keeps its SHA-256.</summary>
internal sealed class Link : IOfFirm
{
    public Guid Id { get; set; }
    public Guid FirmId { get; set; }
    public Guid AccountId { get; set; }
    public LinkPurpose Purpose { get; set; }
    public byte[] TokenHash { get; set; } = [];
    public DateTimeOffset CreatedAt { get; set; }
    public DateTimeOffset ExpiresAt { get; set; }
    public DateTimeOffset? UsedAt { get; set; }

    /// <summary>What it is about: the temporary code, and the device paired (T2) or the support case.</summary>
    public Guid? CodeId { get; set; }
    public Guid? SubjectId { get; set; }
    public Guid? NoticeId { get; set; }
}

/// <summary>The 24 hours that a holder of a permission waits after a mailbox proof (N11).</summary>
internal sealed class MailboxWait : IOfFirm
{
    public Guid Id { get; set; }
    public Guid FirmId { get; set; }
    public Guid AccountId { get; set; }
    public DateTimeOffset StartedAt { get; set; }
    public DateTimeOffset EndsAt { get; set; }
    public DateTimeOffset? StoppedAt { get; set; }
    public Guid? StoppedBy { get; set; }
    public DateTimeOffset? MailedAt { get; set; }
}

/// <summary>A form's single-use id: what shows a secret once is done once (reload, back, double click).</summary>
internal sealed class Operation : IOfFirm
{
    public Guid Id { get; set; }
    public Guid FirmId { get; set; }
    public Guid AccountId { get; set; }
    public DateTimeOffset At { get; set; }
}
