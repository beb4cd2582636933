namespace Daypass.Server.Hosting;

/// <summary>The section <c>Daypass:Support</c>. With nothing set, the desk is at http://127.0.0.1:5090, for this machine only.</summary>
internal sealed class SupportOptions
{
    public const string DefaultUrl = "http://127.0.0.1:5090";
    private static readonly string[] ThisMachine = ["127.0.0.0/8", "::1"];

    /// <summary>What the desk's listener listens on. Empty: this server has none.</summary>
    public string Url { get; set; } = DefaultUrl;

    /// <summary>Scheme, host and port under which agents reach it, such as <c>https://desk.internal.example.com</c>. Needed off this machine.</summary>
    public string? Origin { get; set; }

    /// <summary>Networks such as <c>10.20.0.0/16</c>, or single addresses, from which it can be reached; without any, this machine.</summary>
    public string[]? Networks { get; set; }

    /// <summary>Nobody at the desk sees the digits of a code: the requester fetches them (H4b).</summary>
    public bool BlindDelivery { get; set; }

    /// <summary>How long letters are kept: 30 to 3650.</summary>
    public int EvidenceDays { get; set; } = 730;

    public IntakeOptions Intake { get; set; } = new();

    public bool Listens => !string.IsNullOrWhiteSpace(Url);
    public IReadOnlyList<string> Reachable => Networks is { Length: > 0 } ? Networks : ThisMachine;
}

/// <summary>The IMAP mailbox that letters arrive in.</summary>
internal sealed class IntakeOptions
{
    /// <summary>The IMAP server. Without one, letters are attached by hand only.</summary>
    public string? Host { get; set; }

    /// <summary>1 to 65535.</summary>
    public int Port { get; set; } = 993;
    public string? User { get; set; }
    public string? Password { get; set; }
    public string Folder { get; set; } = "INBOX";
    public MailSecurity Security { get; set; } = MailSecurity.Tls;
}
