namespace Daypass.Domain;

// S1: a session lasts at most 24 hours, 30 minutes without use; one opened with a temporary code ends no later than the code.
// S2: a session opened with a temporary or backup code pairs and disconnects one's own devices and uses applications, no more.
// S4: for 24 hours after pairing through a code or mailbox proof every session of the account keeps these limits, unless
// confirmed with an authenticator paired before.

/// <summary>What a session may be asked to do. A new ability is refused to all but full sessions until <see cref="SessionRule"/> says otherwise.</summary>
public enum Ability
{
    SeeOwnProfile = 1,
    UseApplications = 2,
    ManageOwnDevices = 3,
    SignOutOthers = 4,
    ChangePassword = 5,
    ChangeContactOrPhone = 6,
    MakeBackupCodes = 7,
    ConsentToApplication = 8,

    /// <summary>C9: from a session with a full second step.</summary>
    RemoveOwnCode = 9,

    /// <summary>Everything of the table in W, and the pages that lead there.</summary>
    ActForOthers = 10,
    ChangePermissionsOrPolicy = 11,
}

public static class SessionRule
{
    public static readonly TimeSpan Longest = TimeSpan.FromHours(24);
    public static readonly TimeSpan Idle = TimeSpan.FromMinutes(30);

    /// <summary>S4.</summary>
    public static readonly TimeSpan LimitedAfterRecovery = TimeSpan.FromHours(24);

    /// <summary>C15, D1, W5: how long a second step counts as fresh.</summary>
    public static readonly TimeSpan Fresh = TimeSpan.FromMinutes(15);

    /// <param name="openedAt">When the session was opened.</param>
    /// <param name="codeEnds">The expiry of the code it was opened with or goes on under; null where no temporary code was used.</param>
    public static DateTimeOffset ExpiresAt(DateTimeOffset openedAt, DateTimeOffset? codeEnds) =>
        codeEnds < openedAt + Longest ? codeEnds.Value : openedAt + Longest;

    public static bool IsAlive(DateTimeOffset lastSeenAt, DateTimeOffset expiresAt, DateTimeOffset now) =>
        now < expiresAt && now < lastSeenAt + Idle;

    public static bool May(Ability ability, SessionKind kind, bool limitedByS4) => kind switch
    {
        SessionKind.Full => !limitedByS4 || InCodeSession(ability),
        SessionKind.TemporaryCode or SessionKind.BackupCode => InCodeSession(ability),
        SessionKind.PasswordOnly => limitedByS4 ? InCodeSession(ability) : WithPasswordOnly(ability),
        SessionKind.MailboxProof => ability == Ability.ManageOwnDevices,
        _ => false,
    };

    /// <summary>S4. An authenticator paired before the recovery lifts the limits from the session that it confirmed.</summary>
    public static bool IsLimited(DateTimeOffset? limitedSince, DateTimeOffset? limitedUntil, DateTimeOffset? confirmedWithPairedAt, DateTimeOffset now) =>
        now < limitedUntil && !(confirmedWithPairedAt < limitedSince);

    /// <param name="confirmedAt">The session's last second step by an authenticator; null: none.</param>
    /// <param name="now">At exactly 15 minutes it is no longer fresh.</param>
    public static bool IsFresh(DateTimeOffset? confirmedAt, DateTimeOffset now) => now < confirmedAt + Fresh;

    private static bool InCodeSession(Ability ability) =>
        ability is Ability.SeeOwnProfile or Ability.UseApplications or Ability.ManageOwnDevices or Ability.SignOutOthers;

    // Nobody with a permission signs in by password alone. Backup codes made here would outlive the day the owner turns MFA on,
    // in the hands of whoever had the password before.
    private static bool WithPasswordOnly(Ability ability) =>
        InCodeSession(ability) || ability is Ability.ChangePassword or Ability.ChangeContactOrPhone or Ability.ConsentToApplication;
}
