namespace Daypass.Server.Storage.Model;

internal enum AgentState { Enrolling = 1, Active = 2, Retired = 3 }

/// <summary>Somebody of the support desk: made and recovered by the operator on the command line, always with an authenticator (H7). Of no firm.</summary>
internal sealed class SupportAgent
{
    public Guid Id { get; set; }
    public string Name { get; set; } = "";
    public string Email { get; set; } = "";

    /// <summary>The spelling that all variants share; unique at the desk.</summary>
    public string EmailKey { get; set; } = "";
    public AgentRole Role { get; set; }
    public AgentState State { get; set; }

    /// <summary>Null until enrolled.</summary>
    public string? PasswordHash { get; set; }
    public DateTimeOffset? PasswordSetAt { get; set; }

    /// <summary>TOTP secret in a <c>SecretBox</c>; while enrolling, the one that was shown and is not proven yet.</summary>
    public byte[]? Secret { get; set; }

    /// <summary>The last TOTP time step accepted: one value works once (Q18).</summary>
    public long LastStep { get; set; }

    /// <summary>When the authenticator was paired; null: not proven yet.</summary>
    public DateTimeOffset? PairedAt { get; set; }

    /// <summary>SHA-256 of the enrolment link's token; wiped once used.</summary>
    public byte[]? EnrolHash { get; set; }
    public DateTimeOffset? EnrolUntil { get; set; }

    /// <summary>Places taken by typed TOTP values since the last right one; taken before anything is computed.</summary>
    public int CodesTaken { get; set; }
    public DateTimeOffset? CodesLockedUntil { get; set; }

    /// <summary>Look-ups in the hour that began then (H2).</summary>
    public int LookUpsTaken { get; set; }
    public DateTimeOffset LookUpsFrom { get; set; }
    public DateTimeOffset CreatedAt { get; set; }
    public DateTimeOffset? RetiredAt { get; set; }
    public DateTimeOffset? LastSignInAt { get; set; }

    /// <summary>The language of the pages at the last sign-in, for mails; null: not known yet.</summary>
    public string? Language { get; set; }
}

/// <summary>An agent's sign-in between password and authenticator.</summary>
internal sealed class AgentSignIn
{
    public Guid Id { get; set; }
    public Guid AgentId { get; set; }
    public byte[] TokenHash { get; set; } = [];
    public DateTimeOffset CreatedAt { get; set; }
    public DateTimeOffset ExpiresAt { get; set; }
    public DateTimeOffset? DoneAt { get; set; }
}

/// <summary>An agent's session: password and authenticator, always.</summary>
internal sealed class AgentSession
{
    public Guid Id { get; set; }
    public Guid AgentId { get; set; }
    public byte[] TokenHash { get; set; } = [];
    public DateTimeOffset CreatedAt { get; set; }
    public DateTimeOffset LastSeenAt { get; set; }
    public DateTimeOffset ExpiresAt { get; set; }

    /// <summary>The last proof with the authenticator.</summary>
    public DateTimeOffset ConfirmedAt { get; set; }
    public DateTimeOffset? EndedAt { get; set; }
    public string ClientAddress { get; set; } = "";
    public string Browser { get; set; } = "";
}
