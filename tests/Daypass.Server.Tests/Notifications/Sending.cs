using System.Collections.Concurrent;
using Daypass.Server.Hosting;
using Daypass.Server.Notifications;
using Daypass.Server.Storage.Model;
using Daypass.TestHost;
using MimeKit;
using Xunit;

namespace Daypass.Server.Tests.Notifications;

/// <summary>T3: at least once, never by two at the same time, also when the mail server or this server fails.</summary>
public class Sending
{
    [Theory, OnBothDatabases]
    public async Task A_notice_is_delivered_by_a_real_mail_server_in_html_and_text(DatabaseKind database)
    {
        await using var room = await PostRoom.Open(database);
        var server = await MailServer.Shared;
        var notice = await room.Tell(NoticeKind.PasswordChanged);
        await room.StartSendingTo(server.Host, server.Port);

        var mail = await server.WaitFor(room.Jane.Email, "password was changed");
        Assert.Equal($"{notice.Id}@signin.example.com", mail.MessageId);
        Assert.Equal("auto-generated", mail.Headers["Auto-Submitted"]);
        Assert.Equal("\"Daypass\" <daypass@firm.example>", mail.From.ToString());
        Assert.Equal(PostRoom.Start, mail.Date);
        Assert.Contains("When: 24 Nov 2026 at 09:12 (London time)", mail.TextBody, StringComparison.Ordinal);
        Assert.Contains("<html lang=\"en\">", mail.HtmlBody, StringComparison.Ordinal);
        Assert.Contains("Alder &amp; Finch", mail.HtmlBody, StringComparison.Ordinal);
        Assert.DoesNotContain("src=", mail.HtmlBody, StringComparison.Ordinal);
        Assert.NotNull((await room.Until(notice, x => x.SentAt is not null)).SentAt);
    }

    [Theory, OnBothDatabases("CONNECT", "MAIL", "RCPT", "DATA", "BODY")]
    public async Task A_4xx_is_tried_again_after_a_pause(DatabaseKind database, string step)
    {
        await using var room = await PostRoom.Open(database);
        using var server = new FaultySmtpServer(SmtpFault.Answer(step, "451 4.3.0 later"));
        var notice = await room.Tell(NoticeKind.PasswordChanged);
        await room.StartSendingTo(server.Host, server.Port);

        var waiting = await room.Until(notice, x => x.Tries == 1 && x.ClaimedUntil is null);
        Assert.Equal(room.Now.AddSeconds(30), waiting.NextTryAt);
        Assert.Null(waiting.FailedAt);
        room.Clock.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal(2, (await room.Until(notice, x => x.SentAt is not null)).Tries);
        Assert.Null((await room.Reread(room.Jane)).MailRefusedAt);
    }

    [Theory, OnBothDatabases("RCPT", "BODY")]
    public async Task A_5xx_is_given_up_and_shown_until_a_mail_gets_through(DatabaseKind database, string step)
    {
        await using var room = await PostRoom.Open(database);
        using var server = new FaultySmtpServer(SmtpFault.Answer(step, $"550 5.1.1 <{room.Jane.Email}>: no such mailbox"));
        var notice = await room.Tell(NoticeKind.PasswordChanged);
        await room.StartSendingTo(server.Host, server.Port);

        // The answer repeats the recipient, who belongs in no log.
        Assert.Equal("550 5.1.1", (await room.Until(notice, x => x.FailedAt is not null)).Failure);
        Assert.Equal(room.Now, (await room.Reread(room.Jane)).MailRefusedAt);

        var second = await room.Tell(NoticeKind.PasswordChanged);
        await room.Until(second, x => x.SentAt is not null);
        Assert.Null((await room.Reread(room.Jane)).MailRefusedAt);
    }

    [Theory, OnBothDatabases(BothWithAll = true)]
    public async Task A_sender_that_is_refused_is_the_operators_trouble_and_loses_nothing(DatabaseKind database)
    {
        await using var room = await PostRoom.Open(database);
        using var server = new FaultySmtpServer(SmtpFault.Answer("MAIL", "550 5.7.1 who are you"));
        var notice = await room.Tell(NoticeKind.PasswordChanged);
        await room.StartSendingTo(server.Host, server.Port);

        await room.Until(notice, x => x.Tries == 1 && x.ClaimedUntil is null);
        room.Clock.Advance(TimeSpan.FromSeconds(30));
        await room.Until(notice, x => x.SentAt is not null);
    }

    [Theory, OnBothDatabases(MailSecurity.StartTls, MailSecurity.Tls)]
    internal async Task A_mail_never_goes_out_in_clear_where_tls_is_asked_for(DatabaseKind database, MailSecurity security)
    {
        await using var room = await PostRoom.Open(database);
        using var server = new FaultySmtpServer();
        var notice = await room.Tell(NoticeKind.PasswordChanged);
        await PostRoom.StartSending(room.NewServer(null, new MailOptions { Host = server.Host, Port = server.Port, Security = security, From = "daypass@firm.example" }));

        var waiting = await room.Until(notice, x => x.Tries == 1 && x.ClaimedUntil is null);
        Assert.Null(waiting.FailedAt);
        Assert.NotNull(waiting.Failure);
        Assert.Empty(server.Received);
    }

    [Theory, OnBothDatabases(BothWithAll = true)]
    public async Task A_connection_dropped_after_the_text_is_tried_again_with_the_same_message_id(DatabaseKind database)
    {
        await using var room = await PostRoom.Open(database);
        using var server = new FaultySmtpServer(SmtpFault.Drop("BODY"));
        var notice = await room.Tell(NoticeKind.PasswordChanged);
        await room.StartSendingTo(server.Host, server.Port);

        await room.Until(notice, x => x.Tries == 1 && x.ClaimedUntil is null);
        room.Clock.Advance(TimeSpan.FromSeconds(30));
        await room.Until(notice, x => x.SentAt is not null);
        Assert.Equal(2, server.Received.Count);
        Assert.All(server.Received, mail => Assert.Contains($"Message-Id: <{notice.Id}@signin.example.com>", mail, StringComparison.OrdinalIgnoreCase));
    }

    [Theory, OnBothDatabases(BothWithAll = true)]
    public async Task A_mail_server_that_is_down_for_two_days_gets_the_notice_after_them(DatabaseKind database)
    {
        await using var room = await PostRoom.Open(database);
        var port = Companion.FreePort();
        var notice = await room.Tell(NoticeKind.PasswordChanged);
        await room.StartSendingTo("127.0.0.1", port);
        var tries = 0;
        while (room.Now < PostRoom.Start.AddDays(2))
        {
            tries++;
            await room.Until(notice, x => x.Tries == tries && x.ClaimedUntil is null);
            room.Clock.Advance(tries < 4 ? TimeSpan.FromMinutes(15) : TimeSpan.FromHours(20));
        }

        await using var server = await MailServer.Start(port);
        await server.WaitFor(room.Jane.Email, "password was changed");
    }

    [Theory, OnBothDatabases(BothWithAll = true)]
    public async Task After_three_days_a_notice_is_given_up(DatabaseKind database)
    {
        await using var room = await PostRoom.Open(database);
        var notice = await room.Tell(NoticeKind.PasswordChanged);
        room.Clock.Advance(TimeSpan.FromDays(3));
        await room.StartSendingTo("127.0.0.1", Companion.FreePort());

        await room.Until(notice, x => x.FailedAt is not null && x.Tries == 1);
        Assert.Null((await room.Reread(room.Jane)).MailRefusedAt);
    }

    [Fact]
    public void Pauses_double_up_to_a_quarter_of_an_hour() =>
        Assert.Equal([30, 60, 120, 240, 480, 900, 900, 900], new[] { 1, 2, 3, 4, 5, 6, 7, 400 }.Select(x => (int)Outbox.PauseAfter(x).TotalSeconds));

    [Theory, OnBothDatabases]
    public async Task Two_servers_on_one_database_never_send_a_notice_at_the_same_time(DatabaseKind database)
    {
        await using var room = await PostRoom.Open(database);
        var notices = Enumerable.Range(0, 200).Select(_ => room.NewNotice(NoticeKind.PasswordChanged)).ToList();
        var transport = new Watch();
        // Both stand ready before the first notice appears, so that they race for every one.
        await room.StartSending(transport);
        await room.StartSending(transport);
        await room.Write(db => db.AddRange(notices));

        foreach (var notice in notices)
        {
            await room.Until(notice, x => x.SentAt is not null);
        }

        Assert.Equal(notices.Select(x => $"{x.Id}@signin.example.com").Order(StringComparer.Ordinal), transport.Sent.Order(StringComparer.Ordinal));
        Assert.False(transport.SawTwoAtOnce);
    }

    [Theory, OnBothDatabases(BothWithAll = true)]
    public async Task Two_hundred_notices_reach_a_real_mail_server_once_each(DatabaseKind database)
    {
        await using var room = await PostRoom.Open(database);
        var server = await MailServer.Shared;
        var notices = Enumerable.Range(0, 200).Select(_ => room.NewNotice(NoticeKind.PasswordChanged)).ToList();
        await room.Write(db => db.AddRange(notices));
        await room.StartSendingTo(server.Host, server.Port);
        await room.StartSendingTo(server.Host, server.Port);

        foreach (var notice in notices)
        {
            await room.Until(notice, x => x.SentAt is not null);
        }

        await server.WaitFor(_ => server.MailsTo(room.Jane.Email).Count >= 200);
        Assert.Equal(
            notices.Select(x => $"{x.Id}@signin.example.com").Order(StringComparer.Ordinal),
            server.MailsTo(room.Jane.Email).Select(x => x.MessageId).Order(StringComparer.Ordinal));
    }

    [Theory, OnBothDatabases]
    public async Task A_server_that_dies_while_sending_leaves_the_notice_to_another_when_its_claim_ends(DatabaseKind database)
    {
        await using var room = await PostRoom.Open(database);
        var notice = await room.Tell(NoticeKind.PasswordChanged);
        // Dies: takes the notice and is never heard of again.
        Assert.NotNull(await room.NewServer(null).GetOutbox().TakeNext());

        var other = room.NewServer(null).GetOutbox();
        room.Clock.Advance(Outbox.ClaimHolds - TimeSpan.FromMicroseconds(1));
        Assert.Null(await other.TakeNext());
        room.Clock.Advance(TimeSpan.FromMicroseconds(1));
        Assert.Equal(notice.Id, (await other.TakeNext())?.Notice.Id);
    }

    [Theory, OnBothDatabases]
    public async Task A_server_that_lost_its_claim_writes_nothing_down(DatabaseKind database)
    {
        await using var room = await PostRoom.Open(database);
        var notice = await room.Tell(NoticeKind.PasswordChanged);
        var slow = room.NewServer(null).GetOutbox();
        var late = await slow.TakeNext();
        room.Clock.Advance(Outbox.ClaimHolds);
        Assert.NotNull(await room.NewServer(null).GetOutbox().TakeNext());

        await slow.Refused(late!, "550 no");
        await slow.TryLater(late!, "451 later");
        await slow.Release(late!);
        var now = await room.Reread(notice);
        Assert.Null(now.FailedAt);
        Assert.Equal(room.Now + Outbox.ClaimHolds, now.ClaimedUntil);
        Assert.Null((await room.Reread(room.Jane)).MailRefusedAt);
    }

    [Theory, OnBothDatabases(BothWithAll = true)]
    public async Task A_server_stopped_while_sending_gives_the_notice_back_and_the_next_sends_it(DatabaseKind database)
    {
        await using var room = await PostRoom.Open(database);
        var notice = await room.Tell(NoticeKind.PasswordChanged);
        var stuck = new Stuck();
        var first = await room.StartSending(stuck);
        await stuck.Reached;
        await PostRoom.Stop(first);
        Assert.Null((await room.Reread(notice)).ClaimedUntil);

        var mailbox = new DemoMailbox();
        await room.StartSending(mailbox);
        await room.Until(notice, x => x.SentAt is not null);
        Assert.Single(mailbox.NewestFirst);
    }

    [Theory, OnBothDatabases(BothWithAll = true)]
    public async Task An_address_that_is_none_is_refused_without_troubling_a_mail_server(DatabaseKind database)
    {
        await using var room = await PostRoom.Open(database);
        var odd = room.NewAccount("Odd", "odd@client.example\r\nBcc: all@client.example", Daypass.Domain.Kind.Client);
        await room.Write(db => db.Add(odd));
        var notice = await room.Tell(NoticeKind.PasswordChanged, x => (x.RecipientId, x.AccountId) = (odd.Id, odd.Id));
        var mailbox = new DemoMailbox();
        await room.StartSending(mailbox);

        await room.Until(notice, x => x.FailedAt is not null);
        Assert.Empty(mailbox.NewestFirst);
        Assert.NotNull((await room.Reread(odd)).MailRefusedAt);
    }

    [Theory, OnBothDatabases(BothWithAll = true)]
    public async Task Without_a_mail_server_notices_wait(DatabaseKind database)
    {
        await using var room = await PostRoom.Open(database);
        var notice = await room.Tell(NoticeKind.PasswordChanged);
        await PostRoom.StartSending(room.NewServer(null));
        await Task.Delay(1500);
        Assert.Equal(0, (await room.Reread(notice)).Tries);
    }

    /// <summary>Counts, and looks whether one notice is ever in two hands.</summary>
    private sealed class Watch : IMailTransport
    {
        private readonly ConcurrentDictionary<string, bool> _underWay = new(StringComparer.Ordinal);
        private readonly ConcurrentQueue<string> _sent = new();

        public IReadOnlyCollection<string> Sent => _sent;
        public bool SawTwoAtOnce { get; private set; }

        public async Task<MailOutcome> Send(MimeMessage mail, CancellationToken stop)
        {
            SawTwoAtOnce |= !_underWay.TryAdd(mail.MessageId!, true);
            await Task.Delay(3, stop);
            _underWay.TryRemove(mail.MessageId!, out _);
            _sent.Enqueue(mail.MessageId!);
            return new MailOutcome.Delivered();
        }
    }

    /// <summary>Never answers.</summary>
    private sealed class Stuck : IMailTransport
    {
        private readonly TaskCompletionSource _reached = new();

        public Task Reached => _reached.Task;

        public async Task<MailOutcome> Send(MimeMessage mail, CancellationToken stop)
        {
            _reached.TrySetResult();
            await Task.Delay(Timeout.Infinite, stop);
            throw new InvalidOperationException();
        }
    }
}
