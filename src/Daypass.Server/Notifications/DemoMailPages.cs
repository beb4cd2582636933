using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using Daypass.Server.Hosting;
using Microsoft.Extensions.Localization;

namespace Daypass.Server.Notifications;

/// <summary>Shows the demo's mails to whoever tries it out. Mapped in the demo only: a mail's link is a key to a login.</summary>
internal static class DemoMailPages
{
    public const string Address = "/demo/mails";

    public static IResult List(DemoMailbox mailbox, IStringLocalizer<MailText> text)
    {
        Languages.Speak(Languages.Default);
        var mails = mailbox.NewestFirst;
        var page = new StringBuilder($"<h1>{Safe(text["Demo.Title"])}</h1><p>{Safe(text["Demo.Text"])}</p>");
        page.Append(mails.Count == 0 ? $"<p class=\"muted\">{Safe(text["Demo.None"])}</p>" : "");
        foreach (var (number, mail) in mails)
        {
            page.Append($"""
                <section class="card">
                <h2>{Safe(mail.Subject ?? "")}</h2>
                <p class="muted small">{Safe(text["Demo.To", mail.To.ToString()])} · <time>{Safe(mail.Date.ToString("d MMM yyyy HH:mm:ss zzz", CultureInfo.CurrentCulture))}</time></p>
                {Paragraphs(mail.TextBody ?? "")}
                <p><a href="{Address}/{number.ToString(CultureInfo.InvariantCulture)}">{Safe(text["Demo.Look"])}</a></p>
                </section>
                """);
        }

        return Page(text["Demo.Title"], page.Append($"<p><a href=\"/\">{Safe(text["Demo.Start"])}</a></p>").ToString());
    }

    /// <summary>The HTML of one mail, with the one permission it needs: its own style.</summary>
    public static IResult One(int number, DemoMailbox mailbox, HttpContext context)
    {
        if (mailbox.NewestFirst.FirstOrDefault(x => x.Number == number).Mail is not { } mail)
        {
            return Results.NotFound();
        }

        context.Response.OnStarting(() =>
        {
            context.Response.Headers.ContentSecurityPolicy = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'";
            return Task.CompletedTask;
        });
        return Results.Content(mail.HtmlBody, "text/html; charset=utf-8");
    }

    private static IResult Page(string title, string body) => Results.Content($"""
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>{Safe(title)}</title>
        <link rel="icon" href="/favicon.svg">
        <link rel="stylesheet" href="/daypass.css">
        </head>
        <body><main class="page" id="main">{body}</main></body>
        </html>
        """, "text/html; charset=utf-8");

    private static string Paragraphs(string text) => string.Concat(text.ReplaceLineEndings("\n").Split("\n\n", StringSplitOptions.RemoveEmptyEntries)
        .Select(x => $"<p>{string.Join("<br>", x.Trim('\n').Split('\n').Select(Linked))}</p>"));

    /// <summary>A line that is a link can be followed.</summary>
    private static string Linked(string line) => line.StartsWith("http", StringComparison.Ordinal) && !line.Contains(' ', StringComparison.Ordinal)
        ? $"<a href=\"{Safe(line)}\">{Safe(line)}</a>" : Safe(line);

    private static string Safe(string text) => HtmlEncoder.Default.Encode(text);
}
