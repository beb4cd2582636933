using Daypass.TestHost;
using MailKit;
using MailKit.Net.Imap;
using MailKit.Security;
using Xunit;

namespace Daypass.Server.Tests.Ground;

public class MailboxesOfTests
{
    [Fact]
    public async Task A_letter_sent_by_SMTP_is_read_by_IMAP_and_only_in_its_own_mailbox()
    {
        var imap = await ImapServer.Shared;
        await imap.Deliver("ground", LetterMails.Fax("ground", "+41445550142", [1, 2, 3]));

        Assert.Equal("Fax from +41445550142", Assert.Single(await Subjects(imap, "ground")));
        Assert.Empty(await Subjects(imap, "another"));
    }

    [Fact]
    public async Task The_server_s_own_certificate_is_trusted_by_nobody_who_was_not_told_so()
    {
        var imap = await ImapServer.Shared;
        using var client = new ImapClient { CheckCertificateRevocation = false };

        await Assert.ThrowsAsync<SslHandshakeException>(() => client.ConnectAsync("localhost", imap.TlsPort, SecureSocketOptions.SslOnConnect));
        client.ServerCertificateValidationCallback = (_, certificate, _, _) => certificate?.Subject == "CN=localhost";
        await client.ConnectAsync("localhost", imap.TlsPort, SecureSocketOptions.SslOnConnect);
        await client.AuthenticateAsync("ground", ImapServer.Password);
        await Assert.ThrowsAsync<AuthenticationException>(async () =>
        {
            using var other = new ImapClient();
            await other.ConnectAsync("127.0.0.1", imap.Port, SecureSocketOptions.None);
            await other.AuthenticateAsync("ground", "another password");
        });
    }

    [Fact]
    public async Task What_lay_there_is_there_again_after_an_outage()
    {
        await using var mails = await MailServer.Start();
        var imap = await ImapServer.Start(mails);
        var port = imap.Port;
        await imap.Deliver("ground", LetterMails.Fax("ground", "+41445550142", [1, 2, 3]));
        await imap.DisposeAsync();

        await using var again = await ImapServer.Start(mails, port);
        Assert.Single(await Subjects(again, "ground"));
    }

    private static async Task<List<string?>> Subjects(ImapServer imap, string user)
    {
        using var client = new ImapClient();
        await client.ConnectAsync(imap.Host, imap.Port, SecureSocketOptions.None);
        await client.AuthenticateAsync(user, ImapServer.Password);
        await client.Inbox.OpenAsync(FolderAccess.ReadOnly);
        var found = await client.Inbox.FetchAsync(0, -1, MessageSummaryItems.Envelope);
        await client.DisconnectAsync(quit: true);
        return [.. found.Select(x => x.Envelope?.Subject)];
    }
}
