namespace Daypass.Server.Storage.Model;

/// <summary>A mail to be sent: the outbox. Written in the transaction of the thing it tells of (T3).</summary>
internal sealed class Notice : IOfFirm
{
    /// <summary>Also the mail's Message-ID, the same at every try.</summary>
    public Guid Id { get; set; }
    public Guid FirmId { get; set; }

    /// <summary>To whom; the address is read when the mail is sent.</summary>
    public Guid RecipientId { get; set; }

    /// <summary>Whom it is about; the recipient, or the person whose administrator is told.</summary>
    public Guid AccountId { get; set; }
    public NoticeKind Kind { get; set; }
    public Guid? CodeId { get; set; }
    public Guid? DeviceId { get; set; }
    public Guid? WaitId { get; set; }
    public Guid? CaseId { get; set; }

    /// <summary>Who did it; the id only of a login.</summary>
    public ActorKind Actor { get; set; }
    public Guid? ActorId { get; set; }

    /// <summary>A copy to an administrator leads to sign-in, never to a link that acts (T2).</summary>
    public bool IsCopy { get; set; }
    public DateTimeOffset CreatedAt { get; set; }
    public DateTimeOffset NextTryAt { get; set; }
    public int Tries { get; set; }

    /// <summary>While this lies ahead, one server is sending it.</summary>
    public DateTimeOffset? ClaimedUntil { get; set; }
    public Guid? ClaimedBy { get; set; }
    public DateTimeOffset? SentAt { get; set; }

    /// <summary>Given up: refused for good by the mail server, or too old to be of use.</summary>
    public DateTimeOffset? FailedAt { get; set; }
    public string? Failure { get; set; }
}

internal enum NoticeKind
{
    Invitation, PasswordResetLink, SignInLinks, AccountLocked, AccountLockedForAll, MailboxProof, MailboxProofAfterWait, MailboxWaitStarted, MailboxProofUsed,
    CodeIssued, CodeFirstUsed, CodeExhausted, CodeRemoved, DevicePaired, DeviceDisconnected, DeviceMarkedLost,
    MfaTurnedOn, MfaTurnedOff, MfaAboutToTurnOff, PasswordChanged, PasswordWasReset, PermissionsChanged, PolicyChanged,
    BackupCodesMade, BackupCodeUsed, RecoveryUndone, TriesReleased, PrimaryHandedOn, SignInDenied, WakingPaused, NotMeAtDevice,
    CaseOpened, CaseFrozen, CaseThawed, CaseWaitStarted, HandOverAnnounced, HandOverStopped, PrimaryHandedOver, PrimarySuspended, PrimarySuspensionLifted, CodeDelivery,

    // To those of the support desk, of no firm.
    AgentEnrolled, AgentReset, AgentRetired, AgentLocked, AgentUnlocked,
}
