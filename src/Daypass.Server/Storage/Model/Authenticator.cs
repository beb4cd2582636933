namespace Daypass.Server.Storage.Model;

internal enum AuthenticatorKind
{
    Totp = 1,

    /// <summary>The Daypass Authenticator on a phone: confirms sign-ins by signature, and shows offline codes from <see cref="Authenticator.Secret"/>.</summary>
    Daypass = 2,
}

internal enum AuthenticatorState
{
    /// <summary>The secret was shown; the first proof is outstanding (D1).</summary>
    Pending = 1,
    Paired = 2,
    Disconnected = 3,
    Lost = 4,

    /// <summary>Undone by "this was not me": counts as never made (T2).</summary>
    TakenBack = 5,
}

/// <summary>Something paired that proves presence. On screen: device.</summary>
internal sealed class Authenticator : IOfFirm
{
    public Guid Id { get; set; }
    public Guid FirmId { get; set; }
    public Guid AccountId { get; set; }
    public AuthenticatorKind Kind { get; set; }
    public AuthenticatorState State { get; set; }
    public string Name { get; set; } = "";

    /// <summary>TOTP secret in a <c>SecretBox</c>; wiped when the device is disconnected for good.</summary>
    public byte[]? Secret { get; set; }

    /// <summary>The last TOTP time step accepted: one value works once (Q18).</summary>
    public long LastStep { get; set; }
    public DateTimeOffset CreatedAt { get; set; }
    public DateTimeOffset? PairedAt { get; set; }
    public DateTimeOffset? EndedAt { get; set; }
    public DateTimeOffset? LastUsedAt { get; set; }

    /// <summary>The session that paired it.</summary>
    public Guid? PairedIn { get; set; }

    /// <summary>The temporary code through which it was paired or, later, disconnected (T2 takes both back).</summary>
    public Guid? PairedThroughCode { get; set; }
    public Guid? EndedThroughCode { get; set; }

    /// <summary>Paired through a mailbox proof (S4).</summary>
    public bool PairedThroughMailbox { get; set; }

    /// <summary>A phone's P-256 key: the 65 bytes of the uncompressed point. The private half never leaves the phone.</summary>
    public byte[]? PublicKey { get; set; }

    /// <summary>While a phone is being paired: the keyed hash of the code that it is paired with. Wiped once used.</summary>
    public byte[]? PairingCode { get; set; }

    /// <summary>When the phone proved its key; the session that began the pairing finishes it.</summary>
    public DateTimeOffset? ProvenAt { get; set; }

    /// <summary>When the app on the phone last asked for what waits for it.</summary>
    public DateTimeOffset? LastSeenAt { get; set; }

    /// <summary>Where the phone can be woken, in a <c>SecretBox</c>; null where it cannot.</summary>
    public byte[]? Push { get; set; }
}

/// <summary>One of a person's own single-use codes. On screen: backup code.</summary>
internal sealed class RecoveryCode : IOfFirm
{
    public Guid Id { get; set; }
    public Guid FirmId { get; set; }
    public Guid AccountId { get; set; }
    public byte[] Mac { get; set; } = [];
    public string KeyId { get; set; } = "";
    public DateTimeOffset MadeAt { get; set; }

    /// <summary>The session that made the batch.</summary>
    public Guid? MadeIn { get; set; }
    public DateTimeOffset? UsedAt { get; set; }
}
