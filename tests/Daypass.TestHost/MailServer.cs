using System.Collections.Concurrent;
using System.Diagnostics;
using MimeKit;

namespace Daypass.TestHost;

/// <summary>
/// Debian's OpenSMTPD on a private loopback port, delivering every mail for any address to one local folder (a Maildir), from which
/// mails are read. It sees a spool and a /run of its own, so that the machine's mail system is neither needed nor touched. It wants to
/// be root to begin with; for anybody else it is root in a user namespace (Debian's uidmap).
/// </summary>
public sealed class MailServer : IAsyncDisposable
{
    // A mount and a process namespace of its own: ends whole when its first process is killed.
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
        file=$(mktemp "$1/tmp/XXXXXXXXXX") && cat >"$file" && chmod 644 "$file" && mv "$file" "$1/new/"
        """;

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

    public static async Task<MailServer> Start(int? port = null)
    {
        if (!File.Exists("/usr/sbin/smtpd") || !File.Exists("/usr/bin/newuidmap"))
        {
            throw new InvalidOperationException("OpenSMTPD is not installed: run ./test once, or apt-get install opensmtpd uidmap.");
        }

        var (folder, listenOn) = (Companion.NewFolder("mail"), port ?? Companion.FreePort());
        var (inbox, configuration) = (Path.Combine(folder, "inbox"), Path.Combine(folder, "smtpd.conf"));
        await File.WriteAllTextAsync(Path.Combine(folder, "keep"), Keep);
        await File.WriteAllTextAsync(configuration, $$"""
            table everyone { "@" = "nobody" }
            listen on 127.0.0.1 port {{listenOn}} hostname mail.example.test
            action "keep" mda "sh {{folder}}/keep {{inbox}}" virtual <everyone>
            match from any for any action "keep"

            """);
        Directory.CreateDirectory(Path.Combine(inbox, "new"));
        Directory.CreateDirectory(Path.Combine(inbox, "tmp"));
        await Companion.Run("chmod", "755", folder, Path.Combine(folder, "keep"), inbox);
        await Companion.Run("chmod", "777", Path.Combine(inbox, "new"), Path.Combine(inbox, "tmp"));
        string[] asRoot = Companion.WeAreRoot ? [] : ["--user", "--map-root-user", "--map-auto"];
        string[] program = ["unshare", .. asRoot, "--mount", "--pid", "--fork", "--kill-child", "--", "bash", "-c", Begin, "begin", configuration];
        var server = await Companion.Start(folder, listenOn, "KILL", program);
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
