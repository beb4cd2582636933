using System.Text.Json;
using Daypass.Server.Hosting;
using Microsoft.AspNetCore.DataProtection;

namespace Daypass.Server.Sessions;

/// <summary>
/// The three cookies of a firm. Named by the firm, so that sessions of two firms live side by side in one browser; with the prefix
/// <c>__Host-</c>, which browsers tie to the host and to HTTPS (plain only over loopback http).
/// </summary>
internal sealed class SessionCookies(PublicOrigin origin, IDataProtectionProvider protection)
{
    /// <summary>How long a browser is remembered as one that signed in before (P2).</summary>
    private static readonly TimeSpan BrowserRemembered = TimeSpan.FromDays(400);

    /// <summary>Logins remembered per browser: a shared computer has a few.</summary>
    private const int LoginsRemembered = 8;
    private readonly IDataProtector _browsers = protection.CreateProtector("Daypass.KnownBrowser.v1");

    public string? SessionToken(HttpContext context) => context.Request.Cookies[Name(context, "")];

    public string? AttemptToken(HttpContext context) => context.Request.Cookies[Name(context, ".signin")];

    /// <summary>Gives the browser its session, ends the sign-in's cookie, and remembers the browser for this login.</summary>
    public void Open(HttpContext context, Token token, Guid accountId, DateTimeOffset expiresAt)
    {
        context.Response.Cookies.Append(Name(context, ""), token.Reveal(), Options(expiresAt));
        CloseAttempt(context);
        RememberBrowser(context, accountId);
    }

    public void OpenAttempt(HttpContext context, Token token) =>
        context.Response.Cookies.Append(Name(context, ".signin"), token.Reveal(), Options(null));

    public void CloseAttempt(HttpContext context) => context.Response.Cookies.Delete(Name(context, ".signin"), Options(null));

    public void Close(HttpContext context) => context.Response.Cookies.Delete(Name(context, ""), Options(null));

    /// <summary>The browser's id, if it signed in to one of the firm's logins before; and to which.</summary>
    public KnownBrowser? Browser(HttpContext context)
    {
        if (context.Request.Cookies[Name(context, ".browser")] is not { Length: < 2000 } cookie)
        {
            return null;
        }

        try
        {
            return JsonSerializer.Deserialize<KnownBrowser>(_browsers.Unprotect(cookie));
        }
        catch (Exception why) when (why is System.Security.Cryptography.CryptographicException or JsonException or FormatException)
        {
            return null;
        }
    }

    private void RememberBrowser(HttpContext context, Guid accountId)
    {
        var known = Browser(context) ?? new KnownBrowser(Guid.NewGuid(), []);
        if (known.Accounts.Contains(accountId))
        {
            return;
        }

        known = known with { Accounts = [accountId, .. known.Accounts.Take(LoginsRemembered - 1)] };
        var expires = context.RequestServices.GetRequiredService<TimeProvider>().Now() + BrowserRemembered;
        context.Response.Cookies.Append(Name(context, ".browser"), _browsers.Protect(JsonSerializer.Serialize(known)), Options(expires));
    }

    // The point stands in no firm's address: no cookie of one firm bears the name of another's.
    private string Name(HttpContext context, string suffix) => $"{(origin.IsHttps ? "__Host-" : "")}daypass-{context.Firm().Address}{suffix}";

    private CookieOptions Options(DateTimeOffset? expires) => new()
    {
        HttpOnly = true,
        Secure = origin.IsHttps,
        SameSite = SameSiteMode.Lax,
        Path = "/",
        Expires = expires,
        IsEssential = true,
    };
}

/// <summary>A browser that signed in before (P2), as its signed cookie says.</summary>
internal sealed record KnownBrowser(Guid Id, IReadOnlyList<Guid> Accounts);
