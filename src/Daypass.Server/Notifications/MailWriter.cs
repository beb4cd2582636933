using System.Globalization;
using Daypass.Server.Hosting;
using Microsoft.Extensions.Options;
using MimeKit;

namespace Daypass.Server.Notifications;

/// <summary>Makes the mail of a notice, in the firm's language.</summary>
internal sealed class MailWriter(MailTextOfNotice words, PublicOrigin origin, IOptions<DaypassOptions> options, TimeProvider clock)
{
    /// <summary>The mail; null where the recipient's address is none.</summary>
    public MimeMessage? Write(Letter letter)
    {
        if (AddressOf(letter.Recipient) is not { } to)
        {
            return null;
        }

        var content = InLanguage(letter.Firm.Language, () => words.Say(letter));
        var mail = new MimeMessage
        {
            // The same at every try: whoever gets the mail twice can tell.
            MessageId = $"{letter.Notice.Id}@{origin.Host.Host}",
            Date = TimeZoneInfo.ConvertTime(clock.Now(), FirmTime.ZoneOf(letter.Firm.TimeZone)),
            Subject = content.Subject,
            Body = new BodyBuilder { TextBody = MailLayout.Text(content), HtmlBody = MailLayout.Html(content) }.ToMessageBody(),
        };
        mail.From.Add(From());
        mail.To.Add(to);
        // Nobody's holiday note shall answer (RFC 3834), nor Exchange's.
        mail.Headers.Add("Auto-Submitted", "auto-generated");
        mail.Headers.Add("X-Auto-Response-Suppress", "All");
        mail.Headers.Add("Content-Language", content.Language);
        return mail;
    }

    private MailboxAddress From() =>
        MailboxAddress.TryParse(options.Value.Mail.From ?? "", out var from) ? from : new MailboxAddress("Daypass", $"daypass@{origin.Host.Host}");

    private static MailboxAddress? AddressOf(Account recipient) =>
        MailboxAddress.TryParse(recipient.Email, out var address) && address.Address == recipient.Email && address.Address.Contains('@', StringComparison.Ordinal)
            ? new MailboxAddress(PlainText.Of(recipient.Name), address.Address)
            : null;

    private static T InLanguage<T>(string language, Func<T> say)
    {
        var (culture, uiCulture) = (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture);
        try
        {
            Languages.Speak(language);
            return say();
        }
        finally
        {
            (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture) = (culture, uiCulture);
        }
    }
}
