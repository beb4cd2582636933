namespace Daypass.Server.Storage.Model;

/// <summary>A temporary code: everything about it but the digits (C6, C7).</summary>
internal sealed class TemporaryCode : IOfFirm
{
    public Guid Id { get; set; }
    public Guid FirmId { get; set; }
    public Guid AccountId { get; set; }

    /// <summary>A login of the firm, support, or the operator on the command line (W4).</summary>
    public ActorKind IssuerKind { get; set; }

    /// <summary>The login or the agent; null: the operator.</summary>
    public Guid? IssuedBy { get; set; }

    /// <summary>The approval that support's code used up (H4).</summary>
    public Guid? ApprovalId { get; set; }
    public DateTimeOffset IssuedAt { get; set; }
    public DateTimeOffset ExpiresAt { get; set; }
    public CodeReason Reason { get; set; }

    /// <summary>The text that goes with <see cref="CodeReason.Other"/>.</summary>
    public string? ReasonText { get; set; }
    public bool OneTime { get; set; }
    public CodeState State { get; set; }
    public DateTimeOffset? EndedAt { get; set; }
    public Guid? EndedBy { get; set; }

    /// <summary>HMAC of account and digits; wiped 24 hours after the end (C14).</summary>
    public byte[]? Mac { get; set; }
    public string KeyId { get; set; } = "";

    /// <summary>Places of the five that are taken, decided or not (C8).</summary>
    public int Taken { get; set; }

    /// <summary>Places of the five that were decided to be wrong.</summary>
    public int Wrong { get; set; }
    public int Uses { get; set; }
    public DateTimeOffset? FirstUsedAt { get; set; }
    public DateTimeOffset? LastUsedAt { get; set; }
}

/// <summary>A try with a typed code that failed or is not decided yet; a right one takes its row away again (C8).</summary>
internal sealed class CodeTry : IOfFirm
{
    public Guid Id { get; set; }
    public Guid FirmId { get; set; }
    public Guid AccountId { get; set; }
    public Guid? CodeId { get; set; }
    public TryKind Kind { get; set; }
    public DateTimeOffset At { get; set; }
    public bool Decided { get; set; }
}
