using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using Daypass.Domain;
using Daypass.Server.Notifications;
using Daypass.Server.Storage.Model;
using Daypass.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Localization;
using MimeKit;
using Xunit;

namespace Daypass.Server.Tests.Notifications;

/// <summary>Every notice can be said in every language, to the person and to an administrator; no words but those of the resource files.</summary>
public partial class MailWords
{
    /// <summary>Those of the desk have their own test: <see cref="DesksMails"/>.</summary>
    private static readonly NoticeKind[] OfFirms = [.. Enum.GetValues<NoticeKind>().Except(DesksMails.Kinds)];
    private static readonly NoticeKind[] Copied = [.. OfFirms.Except([
        NoticeKind.Invitation, NoticeKind.PasswordResetLink, NoticeKind.SignInLinks, NoticeKind.MailboxProof, NoticeKind.MailboxProofAfterWait, NoticeKind.CodeDelivery])];

    [Theory, OnBothDatabases("en", "de")]
    public async Task Every_notice_is_said_in_every_language_and_never_with_a_code(DatabaseKind database, string language)
    {
        await using var room = await PostRoom.Open(database, language);
        await TellEverything(room);
        var mails = await room.Mails();

        Assert.Equal(OfFirms.Length + Copied.Length, mails.Count);
        Assert.All(mails, mail =>
        {
            Assert.Equal(language, mail.Headers["Content-Language"]);
            foreach (var text in new[] { mail.Subject!, WithoutLinks(Text(mail)), WithoutLinks(Seen(mail)) })
            {
                Assert.NotEmpty(text.Trim());
                Assert.DoesNotMatch(NineDigits(), text);
                Assert.DoesNotContain("{", text, StringComparison.Ordinal);
            }
        });
    }

    [Theory, OnBothDatabases(BothWithAll = true)]
    public async Task No_word_comes_from_elsewhere_than_the_resource_files(DatabaseKind database)
    {
        await using var room = await PostRoom.Open(database);
        await room.Store.Write(room.Firm.Id, db =>
        {
            db.UpdateRange(room.Firm, room.Jane, room.Maren);
            (room.Firm.Name, room.Jane.Name, room.Maren.Name, room.Firm.TimeZone) = ("Σ", "Ω", "Δ", "Europe/Zurich");
            return Task.CompletedTask;
        });
        await TellEverything(room, device: "Λ");
        var mails = await room.Mails(services => services.AddSingleton<IStringLocalizer<MailText>, Pseudo>());

        Assert.All(mails, mail =>
        {
            foreach (var text in new[] { mail.Subject!, WithoutLinks(Text(mail)), WithoutLinks(Seen(mail)) })
            {
                Assert.DoesNotMatch(Letter(), text.Replace("Zurich", "", StringComparison.Ordinal));
            }
        });
    }

    [Fact]
    public void Every_language_has_the_same_texts()
    {
        var folder = Path.Combine(Repository.Root, "src", "Daypass.Server", "Notifications");
        var english = Names(Path.Combine(folder, "MailText.resx"));
        var others = Directory.GetFiles(folder, "MailText.*.resx");
        Assert.NotEmpty(others);
        Assert.All(others, file => Assert.Equal(english, Names(file)));

        static IEnumerable<string> Names(string file) =>
            XDocument.Load(file).Root!.Elements("data").Select(x => (string)x.Attribute("name")! + " " + string.Join(' ', Place().Matches(x.Value).Select(m => m.Value).Distinct().Order(StringComparer.Ordinal))).Order(StringComparer.Ordinal);
    }

    [Theory, OnBothDatabases(BothWithAll = true)]
    public async Task A_name_cannot_add_a_header_a_line_or_markup(DatabaseKind database)
    {
        await using var room = await PostRoom.Open(database);
        await room.Store.Write(room.Firm.Id, db =>
        {
            db.UpdateRange(room.Firm, room.Jane);
            room.Jane.Name = "Eve\r\nBcc: all@client.example\r\n\r\n<b>Hello</b>\u202E\u0085{0}";
            room.Firm.Name = "Firm\nX-Evil: 1\u2028{1}";
            return Task.CompletedTask;
        });
        await room.Tell(NoticeKind.PasswordChanged);
        await room.Tell(NoticeKind.PasswordChanged, x => (x.IsCopy, x.RecipientId) = (true, room.Maren.Id));

        foreach (var mail in await room.Mails())
        {
            using var bytes = new MemoryStream();
            await mail.WriteToAsync(bytes, TestContext.Current.CancellationToken);
            bytes.Position = 0;
            var read = await MimeMessage.LoadAsync(bytes, TestContext.Current.CancellationToken);
            Assert.DoesNotContain(read.Headers, x => x.Field is "Bcc" or "X-Evil");
            Assert.Single(read.To.Mailboxes);
            Assert.DoesNotContain(Text(read).Split('\n'), x => x.StartsWith("Bcc", StringComparison.Ordinal) || x.StartsWith("X-Evil", StringComparison.Ordinal));
            Assert.Empty(Page(read).QuerySelectorAll("b"));
            Assert.DoesNotContain("\u202E", read.Subject + Text(read) + read.HtmlBody, StringComparison.Ordinal);
        }
    }

    [Theory, OnBothDatabases(BothWithAll = true)]
    public async Task A_mails_links_use_the_configured_origin_and_stand_on_a_line_of_their_own(DatabaseKind database)
    {
        await using var room = await PostRoom.Open(database);
        await TellEverything(room);
        foreach (var mail in await room.Mails())
        {
            Assert.Contains(Text(mail).ReplaceLineEndings("\n").Split('\n'), x => x.StartsWith("https://signin.example.com/alder-finch/", StringComparison.Ordinal) && !x.Contains(' ', StringComparison.Ordinal));
            var links = Page(mail).QuerySelectorAll("a").Select(x => x.GetAttribute("href")!).ToList();
            Assert.All(links, x => Assert.StartsWith("https://signin.example.com/alder-finch/", x, StringComparison.Ordinal));
            Assert.Empty(Page(mail).QuerySelectorAll("img, script, link, iframe, [src], [style*=url]"));
        }
    }

    [Theory, OnBothDatabases(BothWithAll = true)]
    public async Task The_person_gets_the_not_me_link_and_the_administrator_the_sign_in(DatabaseKind database)
    {
        await using var room = await PostRoom.Open(database);
        var code = await room.IssueCode();
        foreach (var kind in new[] { NoticeKind.CodeIssued, NoticeKind.CodeFirstUsed, NoticeKind.CodeExhausted, NoticeKind.CodeRemoved })
        {
            await room.Tell(kind, x => x.CodeId = code.Id);
            await room.Tell(kind, x => (x.CodeId, x.IsCopy, x.RecipientId) = (code.Id, true, room.Maren.Id));
        }

        foreach (var mail in await room.Mails())
        {
            var toJane = mail.To.Mailboxes.Single().Address == room.Jane.Email;
            Assert.Equal(toJane, Text(mail).Contains("/link/", StringComparison.Ordinal));
            Assert.Equal(!toJane, Text(mail).Contains("https://signin.example.com/alder-finch/signin", StringComparison.Ordinal));
            if (toJane)
            {
                var token = NotMe().Match(Text(mail)).Groups["token"].Value;
                var link = await room.Store.Read(room.Firm.Id, db => LinkTokens.Find(db, room.Now, LinkPurpose.NotMe, token));
                Assert.Equal(code.Id, link?.CodeId);
            }
        }
    }

    [Theory, OnBothDatabases(BothWithAll = true)]
    public async Task A_device_paired_without_a_code_has_no_not_me_link(DatabaseKind database)
    {
        await using var room = await PostRoom.Open(database);
        var code = await room.IssueCode();
        var through = await AddDevice(room, "Old phone", code.Id);
        var without = await AddDevice(room, "New phone", null);
        await room.Tell(NoticeKind.DevicePaired, x => (x.DeviceId, x.CodeId) = (through, code.Id));
        await room.Tell(NoticeKind.DevicePaired, x => x.DeviceId = without);

        var mails = await room.Mails();
        Assert.Matches(NotMe(), Text(mails.Single(x => Text(x).Contains("Old phone", StringComparison.Ordinal))));
        Assert.DoesNotMatch(NotMe(), Text(mails.Single(x => Text(x).Contains("New phone", StringComparison.Ordinal))));
    }

    [Theory, OnBothDatabases(BothWithAll = true)]
    public async Task A_holder_of_a_permission_is_told_of_the_wait_before_it_begins(DatabaseKind database)
    {
        await using var room = await PostRoom.Open(database);
        await room.Tell(NoticeKind.MailboxProof);
        await room.Tell(NoticeKind.MailboxProof, x => x.AccountId = x.RecipientId = room.Maren.Id);
        var mails = await room.Mails();
        Assert.DoesNotContain("24 hours", mails.Single(x => x.To.Mailboxes.Single().Address == room.Jane.Email).TextBody!, StringComparison.Ordinal);
        Assert.Contains("24 hours", mails.Single(x => x.To.Mailboxes.Single().Address == room.Maren.Email).TextBody!, StringComparison.Ordinal);
    }

    /// <summary>Every kind to the person, and a copy where there is one, with all that it can be about.</summary>
    private static async Task TellEverything(PostRoom room, string device = "Phone")
    {
        var code = await room.IssueCode();
        var paired = await AddDevice(room, device, code.Id);
        var wait = new MailboxWait { Id = Guid.CreateVersion7(), FirmId = room.Firm.Id, AccountId = room.Jane.Id, StartedAt = room.Now, EndsAt = room.Now.AddDays(1) };
        var invited = room.NewAccount(room.Jane.Name, $"new-{room.Firm.Id:N}@client.example", Kind.Client);
        invited.State = AccountState.Invited;
        var supportCase = new SupportCase
        {
            Id = Guid.CreateVersion7(), FirmId = room.Firm.Id, Number = 4_711_042, Kind = CaseKind.HandOver, State = CaseState.Approved,
            AccountId = room.Jane.Id, RequesterId = room.Maren.Id, OpenedAt = room.Now, TakesEffectAt = room.Now.AddHours(72),
        };
        await room.Store.Write(room.Firm.Id, db =>
        {
            db.AddRange(wait, invited, supportCase, new CodeDelivery { Id = Guid.CreateVersion7(), FirmId = room.Firm.Id, AccountId = room.Jane.Id, CaseId = supportCase.Id, CreatedAt = room.Now, ExpiresAt = room.Now.AddMinutes(15) });
            db.Attach(room.Jane).Entity.HoldUntil = room.Now.AddHours(4);
            foreach (var kind in OfFirms)
            {
                foreach (var copy in Copied.Contains(kind) ? new[] { false, true } : [false])
                {
                    var notice = room.NewNotice(kind, copy: copy);
                    (notice.CodeId, notice.DeviceId, notice.WaitId, notice.ActorId) = (code.Id, paired, wait.Id, room.Maren.Id);
                    notice.CaseId = supportCase.Id;
                    if (kind == NoticeKind.Invitation)
                    {
                        notice.AccountId = notice.RecipientId = invited.Id;
                    }

                    db.Add(notice);
                }
            }

            return Task.CompletedTask;
        });
    }

    private static async Task<Guid> AddDevice(PostRoom room, string name, Guid? code)
    {
        var device = new Authenticator
        {
            Id = Guid.CreateVersion7(), FirmId = room.Firm.Id, AccountId = room.Jane.Id, Kind = AuthenticatorKind.Totp, State = AuthenticatorState.Paired,
            Name = name, CreatedAt = room.Now, PairedAt = room.Now, PairedThroughCode = code,
        };
        await room.Write(db => db.Add(device));
        return device.Id;
    }

    private static string Seen(MimeMessage mail)
    {
        var page = Page(mail);
        return page.Title + " " + page.Body!.TextContent;
    }

    private static string Text(MimeMessage mail) => mail.TextBody!;

    private static IHtmlDocument Page(MimeMessage mail) => new HtmlParser().ParseDocument(mail.HtmlBody!);

    private static string WithoutLinks(string text) => Address().Replace(text, "");

    /// <summary>Words without a single Latin letter: what still has one did not come from the resource files.</summary>
    private sealed class Pseudo(IStringLocalizerFactory factory) : IStringLocalizer<MailText>
    {
        private readonly IStringLocalizer _real = factory.Create(typeof(MailText));

        public LocalizedString this[string name] => Disguise(_real[name], []);

        public LocalizedString this[string name, params object[] arguments] => Disguise(_real[name], arguments);

        public IEnumerable<LocalizedString> GetAllStrings(bool includeParentCultures) => _real.GetAllStrings(includeParentCultures);

        private static LocalizedString Disguise(LocalizedString real, object[] values) => new(real.Name,
            real.Name == "Time.Format" ? "dd.MM.yyyy HH:mm" : string.Format(CultureInfo.CurrentCulture, Letter().Replace(real.Value, "ж"), values), real.ResourceNotFound);
    }

    [GeneratedRegex("[A-Za-z]", RegexOptions.None, 1000)]
    private static partial Regex Letter();

    [GeneratedRegex(@"https?://\S+|\S+@\S+", RegexOptions.None, 1000)]
    private static partial Regex Address();

    [GeneratedRegex(@"\d{3}[ -]?\d{3}[ -]?\d{3}", RegexOptions.None, 1000)]
    private static partial Regex NineDigits();

    [GeneratedRegex(@"\{\d\}", RegexOptions.None, 1000)]
    private static partial Regex Place();

    [GeneratedRegex(@"/link/not-me/(?<token>\S+)", RegexOptions.None, 1000)]
    private static partial Regex NotMe();
}
