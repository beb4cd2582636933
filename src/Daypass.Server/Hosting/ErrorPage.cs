using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using Microsoft.Extensions.Localization;

namespace Daypass.Server.Hosting;

/// <summary>Why an error page says something more helpful than its status.</summary>
internal sealed record ErrorReason(string Name)
{
    public static readonly ErrorReason StaleForm = new("StaleForm");
    public static readonly ErrorReason UnknownHost = new("UnknownHost");

    /// <summary>At the support desk: what only the other role may do.</summary>
    public static readonly ErrorReason OtherRole = new("OtherRole");
}

/// <summary>
/// Writes the page of an error. It asks nothing of the database, of a session or of Razor, since any of these may be what failed;
/// and it is the same for what does not exist and what belongs to another firm (W1).
/// </summary>
internal sealed class ErrorPage(IStringLocalizer<HostingText> text, HtmlEncoder encoder)
{
    private static readonly int[] Known = [400, 403, 404, 413, 429, 500, 503];

    public Task Write(HttpContext context)
    {
        Languages.Speak(context.Features.Get<IFirmFeature>()?.Language ?? Languages.WantedBy(context.Request));

        var name = context.Features.Get<ErrorReason>()?.Name ?? Named(context.Response.StatusCode).ToString(CultureInfo.InvariantCulture);
        var (back, backText) = Back(context, name);
        var language = CultureInfo.CurrentUICulture.TwoLetterISOLanguageName;
        context.Response.ContentType = "text/html; charset=utf-8";
        return context.Response.WriteAsync($"""
            <!DOCTYPE html>
            <html lang="{Safe(language)}">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>{Safe(text[name + ".Title"])} - Daypass</title>
            <link rel="icon" href="/favicon.svg">
            <link rel="stylesheet" href="/daypass.css">
            </head>
            <body>
            <main class="gate" id="main">
            <div class="brand"><img src="/favicon.svg" alt=""><span>Daypass</span></div>
            <div class="card">
            <h1>{Safe(text[name + ".Title"])}</h1>
            <p>{Safe(text[name + ".Text"])}</p>
            <div class="actions"><a class="button quiet" href="{Safe(back)}">{Safe(backText)}</a></div>
            <p class="muted small">{Safe(text["RequestNumber"])} <span class="mono">{Safe(RequestNumber.Current ?? "-")}</span></p>
            </div>
            </main>
            <footer class="foot"><p><a href="/help?lang={Safe(language)}">{Safe(text["Help"])}</a></p></footer>
            </body>
            </html>

            """, Encoding.UTF8);
    }

    private (string Link, string Text) Back(HttpContext context, string name)
    {
        var here = context.Request.PathBase.Add(context.Request.Path).ToUriComponent();
        return name == ErrorReason.StaleForm.Name && !here.StartsWith("//", StringComparison.Ordinal)
            ? (here + context.Request.QueryString.ToUriComponent(), text["Back.Form"])
            : ("/", text["Back.Start"]);
    }

    private static int Named(int status) => Known.Contains(status) ? status : status >= 500 ? 500 : 400;

    private string Safe(string value) => encoder.Encode(value);
}
