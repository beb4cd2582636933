namespace Daypass.Server.Storage.Model;

/// <summary>One person's way in to one firm. On screen: login.</summary>
internal sealed class Account : IOfFirm
{
    public Guid Id { get; set; }
    public Guid FirmId { get; set; }
    public Kind Kind { get; set; }
    public AccountState State { get; set; }
    public string Name { get; set; } = "";

    /// <summary>As typed; where mail goes.</summary>
    public string Email { get; set; } = "";

    /// <summary>The spelling that all variants share (Q10); unique in the firm.</summary>
    public string EmailKey { get; set; } = "";
    public string? Phone { get; set; }

    /// <summary>When email or phone last changed, and who did it; null: never.</summary>
    public DateTimeOffset? ContactChangedAt { get; set; }
    public Guid? ContactChangedBy { get; set; }

    public bool IsAdministrator { get; set; }
    public bool IsPrimary { get; set; }
    public Permission Permissions { get; set; }

    /// <summary>Null until an invitation is accepted.</summary>
    public string? PasswordHash { get; set; }
    public DateTimeOffset? PasswordSetAt { get; set; }

    /// <summary>Whether the password has the 15 characters that signing in without a second step needs (P3).</summary>
    public bool PasswordIsLong { get; set; }

    /// <summary>N11: since the last sign-in with a second step the password was set by a mailed link, or the mailbox changed.</summary>
    public bool MailboxMayNotProve { get; set; }

    /// <summary>Whether an authenticator was ever paired; a pairing taken back by T2 does not count.</summary>
    public bool EverPaired { get; set; }

    /// <summary>D3. Null: no hold; <see cref="Hold.OpenEnd"/>: open, until pairing.</summary>
    public DateTimeOffset? HoldUntil { get; set; }

    /// <summary>The hold whose end was announced by mail (N9).</summary>
    public DateTimeOffset? HoldAnnounced { get; set; }

    /// <summary>S4: sessions are limited until this time, unless confirmed with an authenticator paired before <see cref="LimitedSince"/>.</summary>
    public DateTimeOffset? LimitedUntil { get; set; }
    public DateTimeOffset? LimitedSince { get; set; }

    /// <summary>C8: failures before this time do not count any more.</summary>
    public DateTimeOffset? CodeTriesSince { get; set; }

    /// <summary>When the recipient's mail server last refused a mail for good; null again once a mail gets through.</summary>
    public DateTimeOffset? MailRefusedAt { get; set; }

    public DateTimeOffset CreatedAt { get; set; }
    public DateTimeOffset? InvitedAt { get; set; }
    public DateTimeOffset? AcceptedAt { get; set; }
    public DateTimeOffset? DeactivatedAt { get; set; }
    public DateTimeOffset? LastSignInAt { get; set; }
}
