using System.Collections.Concurrent;
using System.Diagnostics;
using MimeKit;

namespace Daypass.TestHost;

/// <summary>
/// Debian's OpenSMTPD on a private loopback port, delivering every mail for any address to one local folder (a Maildir), from which
/// mails are read; for addresses at <see cref="MailboxDomain"/> to a mailbox each, which <see cref="ImapServer"/> serves. It sees a spool
/// and a /run of its own, so that the machine's mail system is neither needed nor touched. It wants to be root to begin with; for anybody
/// else it is root in a user namespace (Debian's uidmap).
/// </summary>
public sealed class MailServer : IAsyncDisposable
{
    // In a mount namespace of its own.
    private const string Begin = """
        set -e
        mount --make-rprivate /
        mount -t tmpfs tmpfs /run
        mount -t tmpfs tmpfs /var/spool
        # It asks for the name of whoever connects; where no name server answers, that takes 5 seconds. Now /etc/hosts answers.
        echo "lookup file" >/run/resolv.conf
        mount --bind /run/resolv.conf /etc/resolv.conf || true
        mkdir -m 711 /var/spool/smtpd
        exec /usr/sbin/smtpd -d -f "$1"
        """;

    // Run for each mail by OpenSMTPD as the user nobody. A mail appears in "new" whole.
    private const string Keep = """
        mkdir -p "$1/tmp" "$1/new" "$1/cur"
        # Named by its time: in that order Dovecot numbers mails that it sees together.
        file=$(mktemp "$1/tmp/$(date +%s.M%6N).XXXXXXXXXX") && cat >"$file" && chmod 644 "$file" && mv "$file" "$1/new/"
        """;

    /// <summary>Mails for any address here lie in a mailbox of that name, to be read over IMAP.</summary>
    public const string MailboxDomain = "mailbox.example.test";

    private static readonly Lazy<Task<MailServer>> One = new(() => Start());

    private readonly Companion _server;
    private readonly ConcurrentDictionary<string, MimeMessage> _read = new(StringComparer.Ordinal);

    private MailServer(Companion server, int port) => (_server, Port) = (server, port);

    /// <summary>One for all tests of an assembly: tell mails apart by their recipient.</summary>
    public static Task<MailServer> Shared => One.Value;

    public string Host => "127.0.0.1";

    public int Port { get; }

    /// <summary>Where delivered mails lie, one file each.</summary>
    public string Inbox => Path.Combine(_server.Folder, "inbox", "new");

    /// <summary>A Maildir for each name that got mail; they belong to nobody.</summary>
    internal string Mailboxes => Path.Combine(_server.Folder, "mailboxes");

    public static async Task<MailServer> Start(int? port = null)
    {
        if (!File.Exists("/usr/sbin/smtpd") || !File.Exists("/usr/bin/newuidmap"))
        {
            throw new InvalidOperationException("OpenSMTPD is not installed: run ./test once, or apt-get install opensmtpd uidmap.");
        }

        var (folder, listenOn) = (Companion.NewFolder("mail"), port ?? Companion.FreePort());
        var (inbox, mailboxes, configuration) = (Path.Combine(folder, "inbox"), Path.Combine(folder, "mailboxes"), Path.Combine(folder, "smtpd.conf"));
        await File.WriteAllTextAsync(Path.Combine(folder, "keep"), Keep);
        await File.WriteAllTextAsync(configuration, $$"""
            table everyone { "@" = "nobody" }
            listen on 127.0.0.1 port {{listenOn}} hostname mail.example.test
            action "keep" mda "sh {{folder}}/keep {{inbox}}" virtual <everyone>
            action "mailbox" mda "sh {{folder}}/keep {{mailboxes}}/%{dest.user}" virtual <everyone>
            match from any for domain "{{MailboxDomain}}" action "mailbox"
            match from any for any action "keep"

            """);
        Directory.CreateDirectory(Path.Combine(inbox, "new"));
        Directory.CreateDirectory(Path.Combine(inbox, "tmp"));
        Directory.CreateDirectory(mailboxes);
        await Companion.Run("chmod", "755", folder, Path.Combine(folder, "keep"));
        await Companion.Run("chmod", "777", inbox, Path.Combine(inbox, "new"), Path.Combine(inbox, "tmp"), mailboxes);
        var server = await Companion.Start(folder, listenOn, "KILL", [.. Companion.AsRootAlone, "bash", "-c", Begin, "begin", configuration]);
        return new MailServer(server, listenOn);
    }

    /// <summary>All mails delivered so far, oldest first.</summary>
    public IReadOnlyList<MimeMessage> Mails()
    {
        foreach (var file in Directory.EnumerateFiles(Inbox))
        {
            _read.GetOrAdd(file, x => MimeMessage.Load(x));
        }

        return [.. _read.OrderBy(x => File.GetLastWriteTimeUtc(x.Key)).ThenBy(x => x.Key, StringComparer.Ordinal).Select(x => x.Value)];
    }

    /// <summary>Mails delivered to an address, oldest first.</summary>
    public IReadOnlyList<MimeMessage> MailsTo(string address) => [.. Mails().Where(x => IsTo(x, address))];

    /// <summary>Waits for a mail that was or will be delivered; the newest that fits.</summary>
    public async Task<MimeMessage> WaitFor(Predicate<MimeMessage> fits, TimeSpan? patience = null)
    {
        var waited = Stopwatch.StartNew();
        while (true)
        {
            if (Mails().LastOrDefault(x => fits(x)) is { } mail)
            {
                return mail;
            }

            if (waited.Elapsed > (patience ?? TimeSpan.FromSeconds(20)))
            {
                var seen = string.Join('\n', Mails().TakeLast(20).Select(x => $"  to {x.Headers["Delivered-To"]}: {x.Subject}"));
                throw new TimeoutException($"No such mail within {waited.Elapsed.TotalSeconds:0} seconds. The last that came:\n{seen}");
            }

            await Task.Delay(50);
        }
    }

    /// <summary>Waits for a mail to an address whose subject has these words.</summary>
    public Task<MimeMessage> WaitFor(string address, string subject, TimeSpan? patience = null) =>
        WaitFor(x => IsTo(x, address) && x.Subject?.Contains(subject, StringComparison.OrdinalIgnoreCase) == true, patience);

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private static bool IsTo(MimeMessage mail, string address) =>
        string.Equals(mail.Headers["Delivered-To"], address, StringComparison.OrdinalIgnoreCase);
}
