namespace Daypass.Server.Hosting;

/// <summary>
/// All there is to set, in the section <c>Daypass</c> of appsettings.json or as <c>Daypass__Name</c> in the environment.
/// Checked at start by <see cref="StartupChecks"/>. With nothing set: http://localhost:5080, SQLite in ./data, no mail.
/// </summary>
internal sealed class DaypassOptions
{
    public const string Section = "Daypass";
    public const string DefaultOrigin = "http://localhost:5080";

    /// <summary>Scheme, host and port under which people reach Daypass, such as <c>https://signin.example.com</c>. Mailed links use it.</summary>
    public string? PublicOrigin { get; set; }

    /// <summary>PostgreSQL; without it, one SQLite file in <see cref="DataFolder"/>.</summary>
    public string? ConnectionString { get; set; }

    public string DataFolder { get; set; } = "data";

    /// <summary>Where the keys lie that are not in the database; without it, <c>keys</c> in <see cref="DataFolder"/>.</summary>
    public string? KeyFile { get; set; }

    /// <summary>Networks of the reverse proxies whose X-Forwarded-For is believed, such as <c>10.0.0.0/8</c>.</summary>
    public string[] TrustedProxies { get; set; } = [];

    public MailOptions Mail { get; set; } = new();

    public SupportOptions Support { get; set; } = new();

    public string SqliteFile => Path.Combine(DataFolder, "daypass.db");
    public string KeyFilePath => KeyFile ?? Path.Combine(DataFolder, "keys");
    public bool UsesSqlite => string.IsNullOrWhiteSpace(ConnectionString);
}

internal sealed class MailOptions
{
    /// <summary>The SMTP server. Without one no mail is sent, and the operator is told at start.</summary>
    public string? Host { get; set; }

    /// <summary>1 to 65535.</summary>
    public int Port { get; set; } = 587;
    public string? User { get; set; }
    public string? Password { get; set; }

    /// <summary>The sender: an address, or <c>Name &lt;address&gt;</c>.</summary>
    public string? From { get; set; }
    public MailSecurity Security { get; set; } = MailSecurity.StartTls;
}

internal enum MailSecurity
{
    /// <summary>In clear; only for a server on this machine.</summary>
    None,

    /// <summary>STARTTLS, required (port 587).</summary>
    StartTls,

    /// <summary>TLS from the first byte (port 465).</summary>
    Tls,
}
