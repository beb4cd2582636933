using Daypass.Server.Audit;
using Daypass.Server.Codes;
using Daypass.Server.Letters;

namespace Daypass.Server.Cases;

/// <param name="ContactOf">Whose contact was called.</param>
/// <param name="Stands">False: a freeze, or who ticked it, took it back.</param>
internal sealed record CheckLine(CaseCheckKind Kind, DateTimeOffset At, string Who, ContactKind? Contact, string? ContactOf, bool Stands);

internal sealed record ApprovalLine(Guid Id, string By, DateTimeOffset ApprovedAt, DateTimeOffset ExpiresAt, bool NeedsSecond, string? SecondBy, DateTimeOffset? UsedAt, DateTimeOffset? EndedAt);

internal sealed record LetterLine(Guid Id, LetterState State, LetterSource Source, string FileName, LetterType? Type, int Size, byte[] Sha256, int? Pages, string? Problem,
    DateTimeOffset ReceivedAt, string? Sender, string? Subject)
{
    /// <summary>Where the very same file was before, the newest first.</summary>
    public IReadOnlyList<SeenLetter> SeenBefore { get; init; } = [];
}

/// <param name="By">The technician who told the words.</param>
/// <param name="Failed">Tries with other words.</param>
internal sealed record DeliveryLine(string By, DateTimeOffset OfferedAt, DateTimeOffset EndsAt, int Failed, DateTimeOffset? FetchedAt, bool IsOpen);

/// <summary>One thing that people of the firm were told by mail.</summary>
/// <param name="People">How many.</param>
/// <param name="Sent">To how many of them the mail went out already.</param>
/// <param name="Failed">To how many it never will.</param>
internal sealed record ToldLine(NoticeKind Kind, DateTimeOffset At, int People, int Sent, int Failed);

/// <summary>Somebody of the desk who can be given a case.</summary>
internal sealed record AgentChoice(Guid Id, string Name, AgentRole Role);

/// <summary>A case with all that a decision is made on (H4): evidence, checklist and history.</summary>
/// <param name="Callable">Whose contacts may be called back, with their age.</param>
/// <param name="Panel">The person's access, as in the firm's own pages (H5).</param>
/// <param name="WhyNotSubmit">What is missing, for the representative; null: it can be submitted.</param>
/// <param name="WhyNotApprove">What is missing, for a technician who did not prepare it; null: it can be approved.</param>
internal sealed record CaseView(SupportCase Case, Firm Firm, PersonOnFile Person, PersonOnFile Requester, IReadOnlyList<PersonOnFile> Callable, string OpenedBy, string? AssignedTo,
    string? SubmittedBy, string? DecidedBy, string? FrozenBy, IReadOnlyList<CheckLine> Checks, IReadOnlyList<ApprovalLine> Approvals, IReadOnlyList<LetterLine> Letters,
    IReadOnlyList<ActivityLine> History, AccessPanelView Panel, bool RequesterIsCurrent, CaseRefusal? WhyNotSubmit, CaseRefusal? WhyNotApprove, bool IsWave)
{
    /// <summary>What the case waits for.</summary>
    public required CaseNext Next { get; init; }

    /// <summary>H4: the viewer opened or submitted it, and so does not decide it.</summary>
    public required bool PreparedByMe { get; init; }

    /// <summary>The viewer is the technician of the first approval, which wants another for the second.</summary>
    public bool ApprovedByMe { get; init; }

    /// <summary>Who works here, for the assignment.</summary>
    public required IReadOnlyList<AgentChoice> Agents { get; init; }

    /// <summary>What the firm was told of this case, oldest first.</summary>
    public required IReadOnlyList<ToldLine> Told { get; init; }

    /// <summary>H4b: a code is made ready for the person instead of issued.</summary>
    public bool IsBlind { get; init; }

    /// <summary>The code that is ready to be fetched, or the last one that was.</summary>
    public DeliveryLine? Delivery { get; init; }

    /// <summary>The approval that was neither used nor taken back, and is not over.</summary>
    public ApprovalLine? Approval { get; init; }
}
