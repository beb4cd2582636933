using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;

namespace Daypass.TestHost;

/// <summary>A file as it hangs on a mail: what it is called and what it says it is, both by the sender's word only.</summary>
public sealed record MailedFile(string Name, string Type, byte[] Content);

/// <summary>Mails with letters, as firms and fax gateways send them, and their way by SMTP.</summary>
public static class LetterMails
{
    /// <summary>A firm's own mail with scans of its letter.</summary>
    public static MimeMessage Scan(string mailbox, string from, string subject, params MailedFile[] files)
    {
        var body = new BodyBuilder { TextBody = "Please see the letter attached.\n" };
        foreach (var file in files)
        {
            body.Attachments.Add(file.Name, file.Content, ContentType.Parse(file.Type));
        }

        return Mail(mailbox, from, subject, body.ToMessageBody());
    }

    /// <summary>What a fax gateway sends: one TIFF of all pages, the caller's number in the subject, no person as the sender.</summary>
    public static MimeMessage Fax(string mailbox, string callerNumber, byte[] tiff)
    {
        var body = new BodyBuilder { TextBody = $"Fax from {callerNumber}, received by line 1.\n" };
        body.Attachments.Add($"fax-{callerNumber.Trim('+')}.tif", tiff, new ContentType("image", "tiff"));
        var mail = Mail(mailbox, "Fax gateway <fax@gateway.example>", $"Fax from {callerNumber}", body.ToMessageBody());
        mail.Headers.Add("Auto-Submitted", "auto-generated");
        return mail;
    }

    public static MimeMessage Mail(string mailbox, string from, string subject, MimeEntity body)
    {
        var mail = new MimeMessage { Subject = subject, Body = body };
        mail.From.Add(InternetAddress.Parse(from));
        mail.To.Add(new MailboxAddress("", ImapServer.AddressOf(mailbox)));
        return mail;
    }

    /// <summary>Hands it in by SMTP.</summary>
    public static async Task Send(this ImapServer imap, string mailbox, MimeMessage mail)
    {
        using var client = new SmtpClient();
        await client.ConnectAsync("127.0.0.1", imap.SmtpPort, SecureSocketOptions.None);
        await client.SendAsync(FormatOptions.Default, mail, mail.From.Mailboxes.First(), [new MailboxAddress("", ImapServer.AddressOf(mailbox))]);
        await client.DisconnectAsync(quit: true);
    }

    /// <summary>Sends it and waits until it lies in the mailbox, which nobody reads meanwhile.</summary>
    public static async Task Deliver(this ImapServer imap, string mailbox, MimeMessage mail)
    {
        var before = imap.Count(mailbox);
        await imap.Send(mailbox, mail);
        for (var tries = 0; imap.Count(mailbox) <= before; tries++)
        {
            if (tries == 400)
            {
                throw new TimeoutException($"The mail to {mailbox} was taken, but does not lie there after 20 seconds.");
            }

            await Task.Delay(50);
        }
    }
}
