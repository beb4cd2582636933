namespace Daypass.Server.Storage.Model;

/// <summary>One request to the support desk (H3), with its evidence and its decision.</summary>
internal sealed class SupportCase : IOfFirm
{
    public Guid Id { get; set; }

    /// <summary>What is said on the phone: seven digits, unique.</summary>
    public int Number { get; set; }
    public Guid FirmId { get; set; }
    public CaseKind Kind { get; set; }
    public CaseState State { get; set; }

    /// <summary>A marked fake request: told to no firm, and nothing is ever issued on it.</summary>
    public bool IsDrill { get; set; }

    /// <summary>Who gets back in; whose code is removed; who becomes primary administrator.</summary>
    public Guid AccountId { get; set; }

    /// <summary>The primary administrator when the case was opened. The request is theirs, or, at a hand-over, takes the role from them.</summary>
    public Guid RequesterId { get; set; }

    /// <summary>The officer who signed the letter of a hand-over.</summary>
    public string? OfficerName { get; set; }
    public CaseArrival Arrival { get; set; }
    public CodeReason Reason { get; set; }
    public string? ReasonText { get; set; }

    /// <summary>Agents.</summary>
    public Guid OpenedBy { get; set; }
    public Guid? AssignedTo { get; set; }
    public DateTimeOffset OpenedAt { get; set; }
    public DateTimeOffset? SubmittedAt { get; set; }
    public Guid? SubmittedBy { get; set; }
    public DateTimeOffset? DecidedAt { get; set; }
    public Guid? DecidedBy { get; set; }
    public CaseRejection? Rejection { get; set; }

    /// <summary>What the technician wrote to the decision.</summary>
    public string? DecisionText { get; set; }
    public DateTimeOffset? ClosedAt { get; set; }

    /// <summary>By an administrator of the firm. While it is set, nothing moves.</summary>
    public DateTimeOffset? FrozenAt { get; set; }
    public Guid? FrozenBy { get; set; }

    /// <summary>When a technician lifted the last freeze.</summary>
    public DateTimeOffset? ThawedAt { get; set; }
    public Guid? ThawedBy { get; set; }

    /// <summary>When an approved hand-over takes effect: 72 hours after it was told.</summary>
    public DateTimeOffset? TakesEffectAt { get; set; }

    /// <summary>When support suspended the primary administrator for the time of this case.</summary>
    public DateTimeOffset? SuspendedAt { get; set; }

    /// <summary>When the evidence was purged, its time of keeping being over.</summary>
    public DateTimeOffset? PurgedAt { get; set; }
}

/// <summary>A line of the checklist that was done: what, who, when.</summary>
internal sealed class CaseCheck : IOfFirm
{
    public Guid Id { get; set; }
    public Guid FirmId { get; set; }
    public Guid CaseId { get; set; }
    public CaseCheckKind Kind { get; set; }
    public DateTimeOffset At { get; set; }

    /// <summary>The agent who did it, or the administrator who confirmed.</summary>
    public Guid? AgentId { get; set; }
    public Guid? AccountId { get; set; }

    /// <summary>Which contact was called, of whom.</summary>
    public ContactKind? Contact { get; set; }
    public Guid? ContactOf { get; set; }

    /// <summary>A freeze, or the agent who ticked it, took it back.</summary>
    public DateTimeOffset? EndedAt { get; set; }
}

/// <summary>An approval (H4): good for one hour and one use. Held by the database too: see <c>Walls</c>.</summary>
internal sealed class CaseApproval : IOfFirm
{
    public Guid Id { get; set; }
    public Guid FirmId { get; set; }
    public Guid CaseId { get; set; }

    /// <summary>Whom it is good for.</summary>
    public Guid AccountId { get; set; }

    /// <summary>The technician; and the second one, where a wave asks for one.</summary>
    public Guid AgentId { get; set; }
    public bool NeedsSecond { get; set; }
    public Guid? SecondAgentId { get; set; }
    public DateTimeOffset? SecondAt { get; set; }
    public DateTimeOffset ApprovedAt { get; set; }
    public DateTimeOffset ExpiresAt { get; set; }
    public DateTimeOffset? UsedAt { get; set; }

    /// <summary>Taken back before it was used: by a freeze, or because it was not used in time.</summary>
    public DateTimeOffset? EndedAt { get; set; }
}

/// <summary>Agent-blind delivery (H4b): who knows the link and the phrase fetches the code, which is made then.</summary>
internal sealed class CodeDelivery : IOfFirm
{
    public Guid Id { get; set; }
    public Guid FirmId { get; set; }
    public Guid AccountId { get; set; }
    public Guid CaseId { get; set; }
    public Guid ApprovalId { get; set; }
    public Guid AgentId { get; set; }

    /// <summary>Keyed hash of the three words.</summary>
    public byte[] PhraseMac { get; set; } = [];
    public string KeyId { get; set; } = "";

    /// <summary>Places of the three tries that are taken.</summary>
    public int Taken { get; set; }
    public DateTimeOffset CreatedAt { get; set; }
    public DateTimeOffset ExpiresAt { get; set; }
    public DateTimeOffset? FetchedAt { get; set; }
    public DateTimeOffset? EndedAt { get; set; }
}
