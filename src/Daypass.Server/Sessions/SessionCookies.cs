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
    /// <param name="byDevice">Whether a device confirmed the sign-in.</param>
    public void Open(HttpContext context, Token token, Guid accountId, DateTimeOffset expiresAt, bool byDevice)
    {
        context.Response.Cookies.Append(Name(context, ""), token.Reveal(), Options(expiresAt));
        CloseAttempt(context);
        RememberBrowser(context, accountId, byDevice);
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

    private void RememberBrowser(HttpContext context, Guid accountId, bool byDevice)
    {
        var known = Browser(context) ?? new KnownBrowser(Guid.NewGuid(), []);
        if (known.Accounts.Contains(accountId) && !byDevice)
        {
            return;
        }

        var now = context.RequestServices.GetRequiredService<TimeProvider>().Now();
        Guid[] accounts = [accountId, .. known.Accounts.Where(x => x != accountId).Take(LoginsRemembered - 1)];
        var confirmed = known.ConfirmedAt.Where(x => accounts.Contains(x.Key)).ToDictionary();
        if (byDevice)
        {
            confirmed[accountId] = now;
        }

        known = known with { Accounts = accounts, ConfirmedAt = confirmed };
        context.Response.Cookies.Append(Name(context, ".browser"), _browsers.Protect(JsonSerializer.Serialize(known)), Options(now + BrowserRemembered));
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
internal sealed record KnownBrowser(Guid Id, IReadOnlyList<Guid> Accounts)
{
    /// <summary>When a device last confirmed a sign-in to a login here.</summary>
    public IReadOnlyDictionary<Guid, DateTimeOffset> ConfirmedAt { get; init; } = new Dictionary<Guid, DateTimeOffset>();

    /// <summary>
    /// Its id, where a device confirmed a sign-in to this login here and the password is the same since: somebody who only ever had the
    /// password, or had it before a recovery was undone, does not pass for the owner (N3).
    /// </summary>
    public Guid? ConfirmedFor(Account account) => ConfirmedAt.TryGetValue(account.Id, out var at) && !(account.PasswordSetAt > at) ? Id : null;
}
