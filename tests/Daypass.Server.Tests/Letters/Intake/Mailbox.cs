using Daypass.Server.Hosting;
using Daypass.Server.Letters.Intake;
using Daypass.Server.Storage.Model;
using Daypass.TestHost;
using MailKit;
using MailKit.Net.Imap;
using MailKit.Search;
using MailKit.Security;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using MimeKit;

namespace Daypass.Server.Tests.Letters.Intake;

/// <summary>A world whose desk has a mailbox at the real mail server. Rounds are made by the test.</summary>
internal sealed class Mailbox : IAsyncDisposable
{
    private Mailbox(World world, ImapServer imap, string name, KeptLog log) => (World, Imap, Name, Log) = (world, imap, name, log);

    public World World { get; }
    public ImapServer Imap { get; }

    public KeptLog Log { get; }

    /// <summary>The mailbox's user.</summary>
    public string Name { get; }

    /// <summary>For a server process that reads this mailbox.</summary>
    public string[] Settings =>
    [
        $"--Daypass:Support:Intake:Host={Imap.Host}", $"--Daypass:Support:Intake:Port={Imap.Port}", "--Daypass:Support:Intake:Security=None",
        $"--Daypass:Support:Intake:User={Name}", $"--Daypass:Support:Intake:Password={ImapServer.Password}",
    ];

    public static async Task<Mailbox> Create(DatabaseKind database, ImapServer? imap = null, Action<IntakeOptions>? adjust = null)
    {
        var server = imap ?? await ImapServer.Shared;
        var name = $"letters{Guid.NewGuid():N}";
        var log = new KeptLog();
        var world = await World.Create(database, builder =>
        {
            builder.Logging.ClearProviders().AddProvider(log);
            builder.Services.Configure<DaypassOptions>(options =>
            {
                var intake = options.Support.Intake;
                (intake.Host, intake.Port, intake.Security, intake.User, intake.Password) = (server.Host, server.Port, MailSecurity.None, name, ImapServer.Password);
                adjust?.Invoke(intake);
            });
        });
        return new Mailbox(world, server, name, log);
    }

    public Task Deliver(MimeMessage mail) => Imap.Deliver(Name, mail);

    /// <summary>A letter of the firm Amber, as a scan.</summary>
    public Task DeliverScan(string subject = "Locked out", params MailedFile[] files) =>
        Deliver(LetterMails.Scan(Name, "Mara Alder <mara@amber.example>", subject, files.Length > 0 ? files : [new("letter.pdf", "application/pdf", AFile.Pdf())]));

    /// <summary>Lines of the intake's log, with the number of the event.</summary>
    public List<string> Said(string number) => [.. Log.Lines.Where(x => x.Text.StartsWith(number, StringComparison.Ordinal)).Select(x => x.Text)];

    public Task<IntakeOutcome> Round() => World.Get<IntakeRound>().Run(default);

    public Task<List<CaseLetter>> Letters() => World.Store.ReadAcross(db => db.CaseLetters.AsNoTracking().OrderBy(x => x.MailboxKey).ToListAsync());

    public Task<List<LetterContent>> Contents() => World.Store.ReadAcross(db => db.LetterContents.AsNoTracking().ToListAsync());

    public Task<IntakeMailbox> Standing() => World.Store.ReadAcross(db => db.IntakeMailboxes.AsNoTracking().SingleAsync());

    public Task<uint> Validity() => As(async client =>
    {
        await client.Inbox.OpenAsync(FolderAccess.ReadOnly);
        return client.Inbox.UidValidity;
    });

    /// <summary>The messages of a folder: whether they are seen, and their keywords.</summary>
    public Task<List<string>> Flags(string folder = "INBOX") => As(async client =>
    {
        var opened = await client.GetFolderAsync(folder);
        await opened.OpenAsync(FolderAccess.ReadOnly);
        var found = await opened.FetchAsync(0, -1, MessageSummaryItems.Flags);
        return found.Select(x => string.Join(' ', [x.Flags!.Value.HasFlag(MessageFlags.Seen) ? "seen" : "new", .. x.Keywords])).ToList();
    });

    /// <summary>Everything that was taken lies in the mailbox again.</summary>
    public Task PutBack() => As(async client =>
    {
        var taken = await client.GetFolderAsync(ImapMailbox.TakenFolder);
        await taken.OpenAsync(FolderAccess.ReadWrite);
        await taken.MoveToAsync(await taken.SearchAsync(SearchQuery.All), client.Inbox);
        return true;
    });

    /// <summary>The mailbox's user may no more than this (RFC 4314): "lr" is looking only.</summary>
    public Task Allow(string rights) => As(async client =>
    {
        await client.Inbox.SetAccessRightsAsync(Name, new AccessRights(rights));
        return true;
    });

    private async Task<T> As<T>(Func<ImapClient, Task<T>> act)
    {
        using var client = new ImapClient();
        await client.ConnectAsync(Imap.Host, Imap.Port, SecureSocketOptions.None);
        await client.AuthenticateAsync(Name, ImapServer.Password);
        var result = await act(client);
        await client.DisconnectAsync(quit: true);
        return result;
    }

    public ValueTask DisposeAsync() => World.DisposeAsync();
}
