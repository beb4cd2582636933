namespace Daypass.Server.Storage.Model;

/// <summary>Somebody signed in, in one browser. The cookie holds a random token, the row its SHA-256.</summary>
internal sealed class Session : IOfFirm
{
    public Guid Id { get; set; }
    public Guid FirmId { get; set; }
    public Guid AccountId { get; set; }
    public byte[] TokenHash { get; set; } = [];
    public SessionKind Kind { get; set; }

    /// <summary>The temporary code it was opened with, or goes on under (C9).</summary>
    public Guid? CodeId { get; set; }
    public DateTimeOffset OpenedAt { get; set; }
    public DateTimeOffset LastSeenAt { get; set; }
    public DateTimeOffset ExpiresAt { get; set; }

    /// <summary>The last second step by an authenticator in this session, and when that authenticator was paired (C15, S4).</summary>
    public DateTimeOffset? ConfirmedAt { get; set; }
    public DateTimeOffset? ConfirmedWithPairedAt { get; set; }
    public string Browser { get; set; } = "";
    public string ClientAddress { get; set; } = "";
    public DateTimeOffset? EndedAt { get; set; }
    public SessionEnd? End { get; set; }
}

internal enum SessionEnd
{
    SignedOut = 1,
    SignedOutEverywhere = 2,
    CodeEnded = 3,
    Deactivated = 4,
    PasswordChanged = 5,
    DeviceLost = 6,
    NotMe = 7,
    PermissionsChanged = 8,
    PolicyChanged = 9,

    /// <summary>Another session took its place at the next step (P4).</summary>
    Continued = 10,

    /// <summary>Opened by the password alone, before a device was paired.</summary>
    MfaTurnedOn = 11,
}

/// <summary>One try at getting in, between the password and the session. Lives 15 minutes; each step gets a new token (P4).</summary>
internal sealed class SignInAttempt : IOfFirm
{
    public Guid Id { get; set; }
    public Guid FirmId { get; set; }
    public Guid AccountId { get; set; }
    public byte[] TokenHash { get; set; } = [];

    /// <summary>Null while only the mailbox was proven (N11): the password step comes next.</summary>
    public DateTimeOffset? PasswordAt { get; set; }

    /// <summary>When this very browser confirmed the mailed link or accepted the invitation.</summary>
    public DateTimeOffset? MailboxProvenAt { get; set; }
    public DateTimeOffset ExpiresAt { get; set; }
    public DateTimeOffset? DoneAt { get; set; }
}
