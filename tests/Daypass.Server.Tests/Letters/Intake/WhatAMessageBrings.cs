using System.Text;
using Daypass.Server.Letters.Files;
using Daypass.Server.Letters.Intake;
using Daypass.TestHost;
using MimeKit;
using Xunit;

namespace Daypass.Server.Tests.Letters.Intake;

/// <summary>What is read from a message, whoever wrote it: the letters in it, or one line that says why there is none.</summary>
public class WhatAMessageBrings
{
    private static MimePart Text => new TextPart("plain") { Text = "Please see the letter attached." };

    [Fact]
    public void A_message_without_a_file_is_a_line_so_that_its_sender_can_be_answered()
    {
        var message = Read(new TextPart("plain") { Text = "Let me in, please." });

        Assert.Equal(["NothingAttached"], What(message));
        Assert.Equal(("mara@amber.example (Mara Alder)", "Locked out"), (message.Sender, message.Subject));
    }

    [Fact]
    public void A_message_of_more_parts_than_any_letter_has_is_cut_off_before_it_is_read()
    {
        var hostile = new StringBuilder("From: mara@amber.example\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n");
        for (var i = 0; i < 300_000; i++)
        {
            hostile.Append("--x\r\n\r\na\r\n");
        }

        var bytes = Encoding.ASCII.GetBytes(hostile.ToString());
        var before = GC.GetAllocatedBytesForCurrentThread();
        var read = ArrivedMessage.Read(new MemoryStream(bytes));
        Assert.Equal(("mara@amber.example", "NotAllTaken"), (read.Sender, What(read).Single()));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 20_000_000);
    }

    [Fact]
    public void An_HTML_text_alone_has_no_file() =>
        Assert.Equal(["NothingAttached"], What(Read(new TextPart("html") { Text = "<p>Let me in, please.</p>" })));

    [Theory]
    [InlineData("application/octet-stream")]
    [InlineData("text/plain")]
    [InlineData("text/html")]
    [InlineData("image/svg+xml")]
    [InlineData("video/mp4")]
    [InlineData("message/partial")]
    public void The_type_that_the_sender_claims_changes_nothing(string claimed) =>
        Assert.Equal(["Pdf letter.pdf"], What(Read(Text, File("letter.pdf", claimed, AFile.Pdf()))));

    [Fact]
    public void A_page_that_calls_itself_a_PDF_is_refused() =>
        Assert.Equal(["Html letter.pdf"], What(Read(Text, File("letter.pdf", "application/pdf", "<!doctype html><script>alert(1)</script>"u8.ToArray()))));

    [Fact]
    public void A_letter_that_a_mail_program_shows_inline_is_taken()
    {
        var inline = File("letter.pdf", "application/pdf", AFile.Pdf());
        inline.ContentDisposition = new ContentDisposition(ContentDisposition.Inline) { FileName = "letter.pdf" };

        Assert.Equal(["Pdf letter.pdf"], What(Read(Text, inline)));
    }

    [Fact]
    public void The_logo_in_a_signature_is_no_letter_where_there_is_one()
    {
        Assert.Equal(["Pdf letter.pdf"], What(Read(WithLogo(), File("letter.pdf", "application/pdf", AFile.Pdf()))));
        Assert.Equal(["Png"], What(Read(WithLogo())));
    }

    [Fact]
    public void A_letter_in_a_mail_that_was_passed_on_as_an_attachment_is_found() =>
        Assert.Equal(["Pdf letter.pdf"], What(Read(Text, new MessagePart { Message = LetterMails.Scan("letters", "mara@amber.example", "First", new MailedFile("letter.pdf", "application/pdf", AFile.Pdf())) })));

    [Fact]
    public void What_mail_programs_add_is_no_file()
    {
        var signature = new MimePart("application", "pkcs7-signature") { FileName = "smime.p7s", Content = new MimeContent(new MemoryStream([1, 2, 3])) };

        Assert.Equal(["NothingAttached"], What(Read(Text, signature)));
    }

    [Fact]
    public void Of_very_many_files_the_first_are_taken_and_a_line_says_that_there_are_more()
    {
        var message = Read([Text, .. Enumerable.Range(0, 5000).Select(x => File($"page{x}.png", "image/png", AFile.Png(40, 40)))]);

        Assert.Equal(IntakeLimits.Files + 1, message.Files.Count);
        Assert.Equal(["Png page0.png", "Png page19.png", "NotAllTaken"], [What(message)[0], What(message)[19], What(message)[20]]);
    }

    [Theory]
    [InlineData(5, "Pdf letter.pdf")]
    [InlineData(200, "NotAllTaken")]
    [InlineData(20_000, "NotAllTaken")]
    public void A_letter_nested_in_lists_of_parts_is_found_down_to_a_depth(int depth, string found)
    {
        // Written by hand: a library would give up while writing it.
        var text = new StringBuilder("From: mara@amber.example\r\nSubject: Nested\r\n");
        for (var i = 0; i < depth; i++)
        {
            text.Append($"Content-Type: multipart/mixed; boundary=\"b{i}\"\r\n\r\n--b{i}\r\n");
        }

        text.Append("Content-Type: application/pdf; name=letter.pdf\r\nContent-Transfer-Encoding: base64\r\n\r\n").Append(Convert.ToBase64String(AFile.Pdf())).Append("\r\n");

        var message = Read(text.ToString());
        Assert.Equal("Nested", message.Subject);
        Assert.Equal([found], What(message));
    }

    [Theory]
    [InlineData(5, "Pdf letter.pdf")]
    [InlineData(5_000, "NotAllTaken")]
    public void A_message_in_a_message_in_a_message_is_looked_into_down_to_a_depth(int depth, string found)
    {
        var text = new StringBuilder("From: mara@amber.example\r\nSubject: Passed on\r\n");
        for (var i = 0; i < depth; i++)
        {
            text.Append("Content-Type: message/rfc822\r\n\r\nSubject: inner\r\n");
        }

        text.Append("Content-Type: application/pdf; name=letter.pdf\r\nContent-Transfer-Encoding: base64\r\n\r\n").Append(Convert.ToBase64String(AFile.Pdf())).Append("\r\n");

        Assert.Equal([found], What(Read(text.ToString())));
    }

    [Theory]
    [InlineData("")]
    [InlineData("\r\n\r\n")]
    [InlineData("no header at all")]
    [InlineData("Content-Type: multipart/mixed; boundary=\r\n\r\n--\r\n")]
    [InlineData("From:\r\nSubject:\r\nContent-Type: multipart/mixed\r\n\r\n")]
    [InlineData("From: =?utf-8?B?////?=\r\nSubject: =?utf-8?Q?=00=00?=\r\n\r\n\0\0\0")]
    public void A_message_that_is_none_is_a_line_all_the_same(string text) =>
        Assert.True(Assert.Single(What(Read(text))) is "NothingAttached" or "MessageUnreadable");

    [Fact]
    public void A_file_cut_off_in_the_middle_is_refused_as_such()
    {
        var pdf = AFile.Pdf();
        var text = "From: mara@amber.example\r\nContent-Type: application/pdf; name=letter.pdf\r\nContent-Transfer-Encoding: base64\r\n\r\n" + Convert.ToBase64String(pdf)[..200];

        Assert.NotEqual(["Pdf letter.pdf"], What(Read(text)));
    }

    [Fact]
    public void Names_that_would_be_shown_in_another_order_or_as_several_lines_are_made_plain()
    {
        using var mail = LetterMails.Scan("letters", "mara@amber.example", "x", new MailedFile("x.pdf", "application/pdf", AFile.Pdf()));
        mail.From.Clear();
        mail.From.Add(new MailboxAddress("ceo@bank.example\u202E\r\nBcc: all", "mara@amber.example"));
        mail.Subject = "Urgent\u202E fdp.exe\r\nX: y\u0007";
        mail.BodyParts.OfType<MimePart>().Last().FileName = "..\\..\\etc/passwd\u202Efdp.exe";

        var message = Read(mail);

        Assert.Equal(("mara@amber.example (ceo@bank.example Bcc: all)", "Urgent fdp.exeX: y"), (message.Sender, message.Subject));
        Assert.Equal(["Pdf passwdfdp.exe"], What(message));
    }

    [Fact]
    public void Very_long_names_and_subjects_are_cut_between_characters()
    {
        var smiles = string.Concat(Enumerable.Repeat("😀", 5_000));
        using var mail = LetterMails.Scan("letters", "mara@amber.example", smiles, new MailedFile(smiles + ".pdf", "application/pdf", AFile.Pdf()));
        mail.From.Clear();
        mail.From.Add(new MailboxAddress(smiles, "mara@amber.example"));

        var message = Read(mail);

        foreach (var (text, longest) in new[] { (message.Sender, ArrivedMessage.LongestSender), (message.Subject, ArrivedMessage.LongestSubject), (message.Files[0].Name, LetterFileName.MaxLength) })
        {
            Assert.InRange(text.Length, longest - 10, longest);
            Assert.Equal(text, Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)));
        }
    }

    [Fact]
    public void Of_a_message_that_is_too_large_only_the_beginning_is_read()
    {
        using var mail = LetterMails.Scan("letters", "mara@amber.example", "Large", new MailedFile("x.pdf", "application/pdf", AFile.Pdf()));
        using var beginning = new MemoryStream();
        mail.WriteTo(beginning);
        beginning.SetLength(Math.Min(beginning.Length, 700));
        beginning.Position = 0;

        var message = ArrivedMessage.TooLarge(beginning);

        Assert.Equal(["MessageTooLarge"], What(message));
        Assert.Equal(("mara@amber.example", "Large"), (message.Sender, message.Subject));
    }

    private static MimePart File(string name, string type, byte[] content) => new(ContentType.Parse(type))
    {
        FileName = name,
        ContentTransferEncoding = ContentEncoding.Base64,
        ContentDisposition = new ContentDisposition(ContentDisposition.Attachment) { FileName = name },
        Content = new MimeContent(new MemoryStream(content)),
    };

    private static MultipartRelated WithLogo()
    {
        var related = new MultipartRelated { Root = new TextPart("html") { Text = "<p>Regards <img src='cid:logo'></p>" } };
        related.Add(Inline(AFile.Png(60, 40)));
        return related;
    }

    private static MimePart Inline(byte[] content) => new("image", "png")
    {
        ContentId = "logo",
        ContentDisposition = new ContentDisposition(ContentDisposition.Inline),
        ContentTransferEncoding = ContentEncoding.Base64,
        Content = new MimeContent(new MemoryStream(content)),
    };

    private static ArrivedMessage Read(params MimeEntity[] parts)
    {
        using var mail = LetterMails.Mail("letters", "Mara Alder <mara@amber.example>", "Locked out", parts.Length == 1 ? parts[0] : Together(parts));
        return Read(mail);
    }

    private static Multipart Together(MimeEntity[] parts)
    {
        var all = new Multipart("mixed");
        foreach (var part in parts)
        {
            all.Add(part);
        }

        return all;
    }

    private static ArrivedMessage Read(MimeMessage mail)
    {
        using var stream = new MemoryStream();
        mail.WriteTo(stream);
        stream.Position = 0;
        return ArrivedMessage.Read(stream);
    }

    private static ArrivedMessage Read(string text)
    {
        using var stream = new MemoryStream(Encoding.Latin1.GetBytes(text));
        return ArrivedMessage.Read(stream);
    }

    /// <summary>"Pdf letter.pdf", or the reason and the name.</summary>
    private static List<string> What(ArrivedMessage message) => [.. message.Files.Select(x =>
        $"{(x.Check is FileCheck.Taken taken ? taken.Type.ToString() : ((FileCheck.Refused)x.Check).Problem.ToString())} {x.Name}".TrimEnd())];
}
