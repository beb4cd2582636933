using System.Text;
using System.Text.Encodings.Web;

namespace Daypass.Server.Notifications;

/// <summary>
/// The two forms of every mail. Nothing is loaded from anywhere and nothing tells that it was read. Each link stands on a line of its
/// own in the text, and is written out in the HTML too, so that one can see where it leads.
/// </summary>
internal static class MailLayout
{
    private const string Style = """
        :root { color-scheme: light dark; }
        body { margin: 0; padding: 24px 12px; background: #f4f5f3; color: #1d2523; font: 16px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, Helvetica, Arial, sans-serif; }
        .card { max-width: 560px; margin: 0 auto; padding: 28px; background: #ffffff; border-radius: 10px; }
        .firm { margin: 0 0 20px; font-weight: 600; color: #4c5a56; }
        h1 { margin: 0 0 16px; font-size: 22px; line-height: 1.3; }
        p { margin: 0 0 14px; }
        table { margin: 0 0 18px; border-collapse: collapse; }
        th, td { padding: 3px 16px 3px 0; text-align: start; vertical-align: top; }
        th { font-weight: 400; color: #4c5a56; }
        .button { display: inline-block; padding: 11px 20px; border-radius: 8px; background: #0b5d4b; color: #ffffff; font-weight: 600; text-decoration: none; }
        .address { font-size: 13px; color: #4c5a56; word-break: break-all; }
        .foot { max-width: 560px; margin: 16px auto 0; padding: 0 28px; font-size: 13px; color: #4c5a56; }
        @media (prefers-color-scheme: dark) {
          body { background: #121614; color: #e8ecea; }
          .card { background: #1c2220; }
          .firm, th, .address, .foot { color: #a9b6b1; }
          .button { background: #7fd6bf; color: #06231c; }
          a { color: #7fd6bf; }
        }
        """;

    public static string Html(MailContent mail)
    {
        var body = new StringBuilder();
        foreach (var paragraph in mail.Paragraphs)
        {
            body.AppendLine($"<p>{Safe(paragraph)}</p>");
        }

        if (mail.Facts.Count > 0)
        {
            body.AppendLine("<table>");
            foreach (var (label, value) in mail.Facts)
            {
                body.AppendLine($"<tr><th scope=\"row\">{Safe(label)}</th><td>{Safe(value)}</td></tr>");
            }

            body.AppendLine("</table>");
        }

        foreach (var paragraph in mail.BeforeAction)
        {
            body.AppendLine($"<p>{Safe(paragraph)}</p>");
        }

        foreach (var (label, address) in mail.Actions)
        {
            body.AppendLine($"<p><a class=\"button\" href=\"{Safe(address)}\">{Safe(label)}</a></p>");
            body.AppendLine($"<p class=\"address\">{Safe(address)}</p>");
        }

        return $"""
            <!DOCTYPE html>
            <html lang="{Safe(mail.Language)}">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <title>{Safe(mail.Subject)}</title>
            <style>
            {Style}
            </style>
            </head>
            <body>
            <div class="card">
            <p class="firm">{Safe(mail.FirmName)}</p>
            <h1>{Safe(mail.Subject)}</h1>
            <p>{Safe(mail.Greeting)}</p>
            {body}</div>
            <div class="foot">{string.Concat(mail.Footer.Select(line => $"<p>{Safe(line)}</p>"))}</div>
            </body>
            </html>

            """;
    }

    public static string Text(MailContent mail)
    {
        var text = new StringBuilder();
        Paragraph(mail.Greeting);
        mail.Paragraphs.ToList().ForEach(Paragraph);
        foreach (var (label, value) in mail.Facts)
        {
            text.AppendLine($"{label}: {value}");
        }

        if (mail.Facts.Count > 0)
        {
            text.AppendLine();
        }

        mail.BeforeAction.ToList().ForEach(Paragraph);
        foreach (var (label, address) in mail.Actions)
        {
            text.AppendLine($"{label}:");
            Paragraph(address);
        }

        text.AppendLine("--");
        mail.Footer.ToList().ForEach(line => text.AppendLine(line));
        return text.ToString();

        void Paragraph(string line) => text.AppendLine(line).AppendLine();
    }

    private static string Safe(string text) => HtmlEncoder.Default.Encode(text);
}
