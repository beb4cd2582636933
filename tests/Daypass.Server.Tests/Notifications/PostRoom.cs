using System.Diagnostics;
using Daypass.Domain;
using Daypass.Server.Hosting;
using Daypass.Server.Notifications;
using Daypass.Server.Storage;
using Daypass.Server.Storage.Model;
using Daypass.TestHost;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Time.Testing;
using MimeKit;

namespace Daypass.Server.Tests.Notifications;

/// <summary>
/// The world of these tests: a database with one firm and one person, whose notices are written straight into the outbox, and as
/// many servers' senders as a test starts. The clock stands still unless a test moves it.
/// </summary>
internal sealed class PostRoom : IAsyncDisposable
{
    public static readonly DateTimeOffset Start = new(2026, 11, 24, 9, 12, 0, TimeSpan.Zero);

    private readonly TestDatabase _database;
    private readonly List<ServiceProvider> _servers = [];

    private PostRoom(TestDatabase database) => _database = database;

    public FakeTimeProvider Clock { get; } = new(Start);
    public DateTimeOffset Now => Clock.Now();
    public Store Store { get; private set; } = null!;
    public Firm Firm { get; } = new() { Id = Guid.CreateVersion7(), Address = "alder-finch", Name = "Alder & Finch", TimeZone = "Europe/London", CreatedAt = Start };
    public Account Jane { get; private set; } = null!;
    public Account Maren { get; private set; } = null!;

    public static async Task<PostRoom> Open(DatabaseKind kind, string language = "en")
    {
        var room = new PostRoom(await TestDatabase.Create(kind));
        room.Firm.Language = language;
        room.Store = room.NewServer(null).GetRequiredService<Store>();
        // Every test has addresses of its own: the mail server is shared.
        room.Jane = room.NewAccount("Jane Doe", $"jane-{room.Firm.Id:N}@client.example", Kind.Client);
        room.Maren = room.NewAccount("Maren Holloway", $"maren-{room.Firm.Id:N}@firm.example", Kind.Staff);
        room.Maren.IsAdministrator = true;
        await room.Write(db => db.AddRange(room.Firm, room.Jane, room.Maren));
        return room;
    }

    /// <summary>A server's sender, not started.</summary>
    public ServiceProvider NewServer(IMailTransport? transport, MailOptions? mail = null, Action<IServiceCollection>? adjust = null)
    {
        mail ??= new MailOptions { From = "Daypass <daypass@firm.example>" };
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddStorage(_database.PostgreSql, _database.SqliteFile);
        services.AddSingleton<TimeProvider>(Clock);
        services.AddSingleton(new PublicOrigin("https://signin.example.com"));
        services.AddSingleton(new SupportOrigin("https://desk.example.com"));
        services.Configure<DaypassOptions>(options => options.Mail = mail);
        services.AddNotifications(mail);
        if (transport is not null)
        {
            services.AddSingleton(transport);
        }

        adjust?.Invoke(services);
        var server = services.BuildServiceProvider();
        _servers.Add(server);
        return server;
    }

    public async Task<IHostedService> StartSending(IMailTransport transport) => await StartSending(NewServer(transport));

    public Task<IHostedService> StartSendingTo(string host, int port) => StartSending(NewServer(null, new MailOptions
    {
        Host = host, Port = port, Security = MailSecurity.None, From = "Daypass <daypass@firm.example>",
    }));

    public static async Task<IHostedService> StartSending(ServiceProvider server)
    {
        var sender = server.GetServices<IHostedService>().Single(x => x is NoticeSender);
        await sender.StartAsync(CancellationToken.None);
        return sender;
    }

    public static async Task Stop(IHostedService sender)
    {
        await sender.StopAsync(CancellationToken.None);
        (sender as IDisposable)?.Dispose();
    }

    public Account NewAccount(string name, string email, Kind kind) => new()
    {
        Id = Guid.CreateVersion7(), FirmId = Firm.Id, Kind = kind, State = AccountState.Active, Name = name, Email = email, EmailKey = email, CreatedAt = Start,
    };

    public Notice NewNotice(NoticeKind kind, Account? to = null, bool copy = false) => new()
    {
        Id = Guid.CreateVersion7(), FirmId = Firm.Id, Kind = kind, IsCopy = copy,
        AccountId = Jane.Id, RecipientId = copy ? Maren.Id : (to ?? Jane).Id, CreatedAt = Now, NextTryAt = Now,
    };

    public async Task<Notice> Tell(NoticeKind kind, Action<Notice>? with = null)
    {
        var notice = NewNotice(kind);
        with?.Invoke(notice);
        await Write(db => db.Add(notice));
        return notice;
    }

    public async Task<TemporaryCode> IssueCode()
    {
        var code = new TemporaryCode
        {
            Id = Guid.CreateVersion7(), FirmId = Firm.Id, AccountId = Jane.Id, IssuedBy = Maren.Id, IssuedAt = Now, ExpiresAt = Now.AddHours(24),
            Reason = CodeReason.LeftAtHome, State = CodeState.Live,
        };
        await Write(db => db.Add(code));
        return code;
    }

    public Task Write(Action<DaypassDb> work) => Store.Write(Firm.Id, db => { work(db); return Task.CompletedTask; });

    public Task<Notice> Reread(Notice notice) => Store.Read(Firm.Id, db => db.Notices.AsNoTracking().SingleAsync(x => x.Id == notice.Id));

    public Task<Account> Reread(Account account) => Store.Read(Firm.Id, db => db.Accounts.AsNoTracking().SingleAsync(x => x.Id == account.Id));

    /// <summary>Waits, in real time, until the notice is as it should be.</summary>
    public async Task<Notice> Until(Notice notice, Predicate<Notice> so)
    {
        var waited = Stopwatch.StartNew();
        while (true)
        {
            var now = await Reread(notice);
            if (so(now))
            {
                return now;
            }

            if (waited.Elapsed > TimeSpan.FromSeconds(30))
            {
                throw new TimeoutException($"The {notice.Kind} notice stays as it is for 30 seconds: {now.Tries} tries, {now.Failure}");
            }

            await Task.Delay(20);
        }
    }

    /// <summary>Sends what is due now and shows it, oldest first.</summary>
    public async Task<IReadOnlyList<MimeMessage>> Mails(Action<IServiceCollection>? adjust = null)
    {
        var mailbox = new DemoMailbox();
        var sender = await StartSending(NewServer(mailbox, adjust: adjust));
        foreach (var notice in await Store.Read(Firm.Id, db => db.Notices.AsNoTracking().Where(x => x.SentAt == null && x.FailedAt == null).ToListAsync()))
        {
            await Until(notice, x => x.SentAt is not null || x.FailedAt is not null);
        }

        await Stop(sender);
        return [.. mailbox.NewestFirst.Select(x => x.Mail).Reverse()];
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var server in _servers)
        {
            foreach (var sender in server.GetServices<IHostedService>())
            {
                await sender.StopAsync(CancellationToken.None);
            }

            await server.DisposeAsync();
        }

        await _database.DisposeAsync();
    }
}

internal static class Servers
{
    public static Outbox GetOutbox(this ServiceProvider server) => server.GetRequiredService<Outbox>();
}
