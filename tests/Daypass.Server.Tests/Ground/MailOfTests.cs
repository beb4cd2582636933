using Daypass.TestHost;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;
using Xunit;

namespace Daypass.Server.Tests.Ground;

public class MailOfTests
{
    [Fact]
    public async Task A_mail_to_any_address_is_delivered_and_read()
    {
        var server = await MailServer.Shared;
        await Send(server.Port, "jane@client.example", "The first");

        var mail = await server.WaitFor("jane@client.example", "first");
        Assert.Equal("Hello", mail.TextBody?.Trim());
    }

    [Fact]
    public async Task A_faulty_server_refuses_for_now_then_takes_a_mail_without_saying_so_then_takes_it()
    {
        using var server = new FaultySmtpServer(SmtpFault.Answer("RCPT", "451 4.3.0 later"), SmtpFault.Drop("BODY"));

        await Assert.ThrowsAsync<SmtpCommandException>(() => Send(server.Port, "jane@client.example", "Again"));
        Assert.Empty(server.Received);
        await Assert.ThrowsAnyAsync<Exception>(() => Send(server.Port, "jane@client.example", "Again"));
        Assert.Single(server.Received);
        await Send(server.Port, "jane@client.example", "Again");
        Assert.Equal(2, server.Received.Count);
        Assert.Equal(3, server.Connections);
    }

    private static async Task Send(int port, string to, string subject)
    {
        using var mail = new MimeMessage { Subject = subject, Body = new TextPart("plain") { Text = "Hello" } };
        mail.From.Add(new MailboxAddress("Daypass", "daypass@firm.example"));
        mail.To.Add(new MailboxAddress("", to));
        using var client = new SmtpClient();
        await client.ConnectAsync("127.0.0.1", port, SecureSocketOptions.None);
        await client.SendAsync(mail);
        await client.DisconnectAsync(quit: true);
    }
}
