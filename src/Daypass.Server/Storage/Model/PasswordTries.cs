namespace Daypass.Server.Storage.Model;

/// <summary>
/// Counts of passwords tried for one spelling of an email in one firm, whether such a login exists or not (P1: the same writes),
/// by browsers never seen (<see cref="Browser"/> empty) or by one browser that signed in before (P2).
/// </summary>
internal sealed class PasswordTries : IOfFirm
{
    public Guid FirmId { get; set; }

    /// <summary>SHA-256 of firm and normalised email, in hexadecimal.</summary>
    public string Subject { get; set; } = "";
    public Guid Browser { get; set; }

    /// <summary>Places taken since the last right password, decided or not; and those decided wrong.</summary>
    public int Taken { get; set; }
    public int Wrong { get; set; }
    public DateTimeOffset? LockedUntil { get; set; }

    /// <summary>Counts of the day, on the row with the empty browser only.</summary>
    public DateTimeOffset DayFrom { get; set; }
    public int DayTaken { get; set; }
    public DateTimeOffset? LockedForAllUntil { get; set; }
    public DateTimeOffset? LockMailedAt { get; set; }
    public DateTimeOffset? LockForAllMailedAt { get; set; }
    public DateTimeOffset TouchedAt { get; set; }
}
