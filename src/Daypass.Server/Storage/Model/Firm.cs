namespace Daypass.Server.Storage.Model;

/// <summary>A row that belongs to one firm and is walled off from the others, by a query filter and, on PostgreSQL, by row-level security.</summary>
internal interface IOfFirm
{
    Guid FirmId { get; }
}

/// <summary>A business that serves clients: the unit of isolation.</summary>
internal sealed class Firm
{
    public Guid Id { get; set; }

    /// <summary>First segment of the firm's web addresses (W6).</summary>
    public string Address { get; set; } = "";
    public string Name { get; set; } = "";

    /// <summary>IANA name, such as <c>Europe/Zurich</c>.</summary>
    public string TimeZone { get; set; } = "UTC";

    /// <summary>BCP 47 tag of the language of pages and mails.</summary>
    public string Language { get; set; } = "en";
    public Policy StaffPolicy { get; set; } = Policy.Required;
    public Policy ClientPolicy { get; set; } = Policy.Optional;

    /// <summary>C2: 10 minutes to 24 hours.</summary>
    public int CodeLifeMinutes { get; set; } = 24 * 60;

    /// <summary>C4.</summary>
    public bool OneTimeCodes { get; set; }
    public DateTimeOffset CreatedAt { get; set; }
}
