
namespace Daypass.Server.Sessions;

/// <summary>Who is asking: the session of this request, read from the database at its start.</summary>
internal sealed record SignedIn(
    Guid SessionId, Guid FirmId, Guid AccountId, SessionKind Kind, Guid? CodeId, DateTimeOffset LastSeenAt, DateTimeOffset ExpiresAt, DateTimeOffset? ConfirmedAt,
    bool LimitedAfterRecovery, string Name, string Email, Standing Standing)
{
    /// <summary>Opened by a code, or at one with a recovery of late: no device that the owner had before vouches for it (S2, S4).</summary>
    public bool IsLimited => Kind is SessionKind.TemporaryCode or SessionKind.BackupCode || LimitedAfterRecovery;

    /// <summary>S2 and S4.</summary>
    public bool May(Ability ability) => SessionRule.May(ability, Kind, LimitedAfterRecovery);
}
