namespace Daypass.Domain;

// The words of the system. A thing has one name, here, in the database and on the screen.

/// <summary>Which side of the firm a person stands on. Never edited afterwards.</summary>
public enum Kind { Staff = 1, Client = 2 }

/// <summary>What staff may do for others. Administrators have both.</summary>
[Flags]
public enum Permission { None = 0, ManageStaff = 1, ManageClients = 2, Both = ManageStaff | ManageClients }

public enum AccountState
{
    Invited = 1,
    Active = 2,
    Deactivated = 3,

    /// <summary>A primary administrator whom support keeps out while a hand-over is decided (W2). Treated as deactivated everywhere.</summary>
    Suspended = 4,
}

/// <summary>Whether a kind of login must have a second step.</summary>
public enum Policy { Optional = 1, Required = 2 }

/// <summary>Whether an authenticator is paired with a login, ever was, or never was.</summary>
public enum Paired { Never = 1, Now = 2, Formerly = 3 }

public enum HoldState { None = 1, Running = 2, Over = 3 }

/// <summary>What a sign-in asks for after the right password (rules N1 to N9).</summary>
public enum NextStep { Admit = 1, TurnMfaOffAndAdmit = 2, ProveMailboxOrCode = 3, TemporaryCode = 4, Authenticator = 5 }

/// <summary>Why a temporary code was issued (C10).</summary>
public enum CodeReason { LeftAtHome = 1, Damaged = 2, Lost = 3, NewPhone = 4, Other = 5 }

/// <summary>
/// Where a temporary code stands (C9). <see cref="Live"/> and <see cref="Spent"/> also need a look at the clock:
/// expiry is a fact of time, whether it is written down yet or not.
/// </summary>
public enum CodeState
{
    Live = 1,

    /// <summary>A one-time code that was redeemed: dead for sign-in, live for D2, D3, S1 and C9 until it expires (C4).</summary>
    Spent = 2,
    Replaced = 3,
    Removed = 4,
    Exhausted = 5,

    /// <summary>An authenticator was paired (D4).</summary>
    DevicePaired = 6,

    /// <summary>The person confirmed with a paired authenticator (N2).</summary>
    DeviceConfirmed = 7,
    AccountDeactivated = 8,

    /// <summary>The issuer was deactivated or may no longer act for the person.</summary>
    IssuerLostAuthority = 9,

    /// <summary>The person's permissions or role changed.</summary>
    PermissionsChanged = 10,

    /// <summary>Expired, and written down: when another code takes its place, or soon after, so that a clock set back revives nothing.</summary>
    Expired = 11,
}

/// <summary>How a session was opened; decides its limits (S2).</summary>
public enum SessionKind
{
    /// <summary>Password and an authenticator.</summary>
    Full = 1,
    TemporaryCode = 2,
    BackupCode = 3,

    /// <summary>Password alone, where the person has no MFA (N6, N7, N9).</summary>
    PasswordOnly = 4,

    /// <summary>Password and a proof of the mailbox, or an invitation just accepted: good for pairing and nothing else (N4, N5, N8).</summary>
    MailboxProof = 5,
}

/// <summary>Which kind of typed code a try was made with. All share one count per account (C8).</summary>
public enum TryKind { TemporaryCode = 1, Totp = 2, BackupCode = 3 }
