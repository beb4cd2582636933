namespace Daypass.Server.Storage.Model;

internal enum ActorKind { Account = 1, Operator = 2, Job = 3, MailedLink = 4, Nobody = 5, Support = 6 }

/// <summary>One line of the audit record. Ids and typed facts, never names, addresses or free text; never updated (A1).</summary>
internal sealed class SecurityEvent : IOfFirm
{
    public long Id { get; set; }

    /// <summary>Empty: of no firm, in the activity of the installation (H6).</summary>
    public Guid FirmId { get; set; }
    public DateTimeOffset At { get; set; }
    public EventKind Kind { get; set; }
    public ActorKind Actor { get; set; }
    public Guid? ActorId { get; set; }

    /// <summary>The login it happened to; in the installation's activity, the agent.</summary>
    public Guid? AccountId { get; set; }
    public Guid? CodeId { get; set; }
    public Guid? DeviceId { get; set; }
    public Guid? SessionId { get; set; }
    public Guid? CaseId { get; set; }

    /// <summary>Typed facts as JSON; see <c>Audit/EventFacts.cs</c>.</summary>
    public string? Facts { get; set; }
}

/// <summary>What can happen. Stored by name: a name is never reused for another meaning.</summary>
internal enum EventKind
{
    FirmCreated, PersonAdded, Invited, InvitationAccepted, Deactivated, Reactivated, PermissionsChanged, PolicyChanged, CodeSettingsChanged,
    SignedIn, PasswordWrong, AccountLocked, AccountUnlocked, CodeWrong, SignedOut, SignedOutEverywhere, SessionEnded,
    CodeIssued, CodeReplaced, CodeRemoved, CodeRedeemed, CodeExhausted, CodeEnded, IssueRefused, TriesReleased, TryCapReached,
    DevicePaired, DeviceDisconnected, DeviceMarkedLost, DeviceConfirmed, BackupCodesMade, BackupCodeUsed,
    MfaTurnedOff, HoldSet, MailboxProofAsked, MailboxProven, MailboxProofRefused, MailboxWaitStarted, MailboxWaitStopped,
    PasswordResetAsked, PasswordReset, PasswordChanged, RecoveryUndone, SecondStepConfirmed,
    ApprovalAsked, ApprovalGiven, ApprovalDenied, ApprovalWrongNumber, WakingPaused, NotMeAtDevice,

    // The support desk, in the activity of the firm it concerns.
    SupportLookedUp, CaseOpened, CaseAssigned, CaseChecked, CaseCheckTakenBack, CaseSubmitted, CaseApproved, CaseSecondApproved, CaseRejected, CaseWithdrawn,
    CaseStepRefused, CaseFrozen, CaseThawed, CaseWaitStarted, LetterAttached, EvidenceViewed, EvidenceDownloaded, EvidencePurged,
    CodeDeliveryOffered, CodeDeliveryFailed, CodeDeliveryFetched, HandOverAnnounced, HandOverStopped, HandOverOvertaken, PrimaryHandedOver, PrimarySuspended, PrimarySuspensionLifted,
    CaseViewed, CaseApprovalTakenBack,

    // In the activity of the installation: they concern no firm.
    AgentCreated, AgentEnrolled, AgentReset, AgentRetired, AgentSignedIn, AgentSignedOut, AgentConfirmed, AgentPasswordWrong, AgentCodeWrong, AgentLocked, AgentUnlocked,
    LetterReceived, LetterRefused, LetterPutAway, LetterPutBack, DrillStarted, DrillEnded, WaveAlarmOn,
}
