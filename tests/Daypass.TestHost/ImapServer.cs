using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Daypass.TestHost;

/// <summary>
/// Debian's Dovecot on private loopback ports, serving the mailboxes that a <see cref="MailServer"/> delivers into: a mail to
/// <c>letters@mailbox.example.test</c> is read by the user <c>letters</c>. Every user has the one <see cref="Password"/>. Like the mail
/// server it begins as root, or as root in a user namespace.
/// </summary>
public sealed class ImapServer : IAsyncDisposable
{
    public const string Password = "mailbox-password";

    private static readonly Lazy<Task<ImapServer>> One = new(async () => await Start(await MailServer.Shared));

    private readonly Companion _server;
    private readonly MailServer _mails;

    private ImapServer(Companion server, MailServer mails, int port, int tlsPort) => (_server, _mails, Port, TlsPort) = (server, mails, port, tlsPort);

    /// <summary>One for all tests of an assembly, on <see cref="MailServer.Shared"/>: take a mailbox of your own.</summary>
    public static Task<ImapServer> Shared => One.Value;

    public string Host => "127.0.0.1";

    /// <summary>In clear, and with STARTTLS for whoever asks for it.</summary>
    public int Port { get; }

    /// <summary>TLS from the first byte.</summary>
    public int TlsPort { get; }

    /// <summary>Where mails for the mailboxes are handed in.</summary>
    public int SmtpPort => _mails.Port;

    /// <summary>Made by itself, for localhost and 127.0.0.1: trusted by whoever is told so (SSL_CERT_FILE), and by nobody else.</summary>
    public string CertificateFile => Path.Combine(_server.Folder, "certificate.pem");

    /// <summary>What Dovecot said.</summary>
    public string LogFile => Path.Combine(_server.Folder, "log");

    /// <param name="mails">Delivers the mails.</param>
    /// <param name="port">The port to be had again after an outage.</param>
    public static async Task<ImapServer> Start(MailServer mails, int? port = null)
    {
        if (!File.Exists("/usr/sbin/dovecot") || !File.Exists("/usr/bin/newuidmap"))
        {
            throw new InvalidOperationException("Dovecot is not installed: run ./test once, or apt-get install dovecot-imapd uidmap.");
        }

        var folder = Companion.NewFolder("imap");
        var (inClear, withTls) = (port ?? Companion.FreePort(), Companion.FreePort());
        var configuration = Path.Combine(folder, "dovecot.conf");
        await WriteCertificate(folder);
        await File.WriteAllTextAsync(configuration, Configuration(folder, mails, inClear, withTls));
        // Its login processes, which are others than root, find their sockets here.
        await Companion.Run("chmod", "755", folder);
        var server = await Companion.Start(folder, inClear, "KILL", [.. Companion.AsRootAlone, "/usr/sbin/dovecot", "-F", "-c", configuration]);
        await LogsIn(inClear);
        return new ImapServer(server, mails, inClear, withTls);
    }

    /// <summary>Waits until somebody can log in: the port answers before those who ask for passwords have started.</summary>
    private static async Task LogsIn(int port)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (true)
        {
            using var client = new MailKit.Net.Imap.ImapClient();
            try
            {
                await client.ConnectAsync("127.0.0.1", port, MailKit.Security.SecureSocketOptions.None, patience.Token);
                await client.AuthenticateAsync("first", Password, patience.Token);
                await client.DisconnectAsync(quit: true, patience.Token);
                return;
            }
            catch (Exception why) when (why is not OperationCanceledException)
            {
                await Task.Delay(20, patience.Token);
            }
        }
    }

    /// <summary>An address whose mails the user of the same name reads.</summary>
    public static string AddressOf(string user) => $"{user}@{MailServer.MailboxDomain}";

    /// <summary>How many mails lie in a folder of a user's mailbox, by what is on the disk.</summary>
    public int Count(string user, string folder = "INBOX") =>
        new[] { "new", "cur" }
            .Select(x => Path.Combine(_mails.Mailboxes, user, folder == "INBOX" ? "" : "." + folder, x))
            .Where(Directory.Exists).Sum(x => Directory.EnumerateFiles(x).Count());

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    // The mails belong to nobody (65534), whom OpenSMTPD delivers as.
    private static string Configuration(string folder, MailServer mails, int port, int tlsPort) => $$"""
        base_dir = {{folder}}/run
        state_dir = {{folder}}/state
        log_path = /dev/stderr
        protocols = imap
        listen = 127.0.0.1
        disable_plaintext_auth = no
        auth_mechanisms = plain
        auth_failure_delay = 0
        ssl = yes
        ssl_cert = <{{folder}}/certificate.pem
        ssl_key = <{{folder}}/key.pem
        first_valid_uid = 65534
        first_valid_gid = 65534
        mail_location = maildir:{{mails.Mailboxes}}/%u
        # A test takes rights away.
        protocol imap {
          mail_plugins = acl imap_acl
        }
        plugin {
          acl = vfile
        }
        # A test looks at a mailbox from many connections.
        mail_max_userip_connections = 100
        # What OpenSMTPD puts there is seen at once.
        maildir_very_dirty_syncs = no
        passdb {
          driver = static
          args = password={{Password}}
        }
        userdb {
          driver = static
          args = uid=65534 gid=65534 home={{mails.Mailboxes}}/%u allow_all_users=yes
        }
        # A wrong password of one test would make all others wait.
        service anvil {
          unix_listener anvil-auth-penalty {
            mode = 0
          }
        }
        service imap-login {
          inet_listener imap {
            port = {{port}}
          }
          inet_listener imaps {
            port = {{tlsPort}}
            ssl = yes
          }
        }

        """;

    private static async Task WriteCertificate(string folder)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, 0, critical: true));
        var now = TimeProvider.System.GetUtcNow();
        using var certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(7));
        await File.WriteAllTextAsync(Path.Combine(folder, "certificate.pem"), certificate.ExportCertificatePem());
        await File.WriteAllTextAsync(Path.Combine(folder, "key.pem"), key.ExportECPrivateKeyPem());
    }
}
