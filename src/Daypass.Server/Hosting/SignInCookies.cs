using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;

namespace Daypass.Server.Hosting;

/// <summary>
/// The three cookies of one place to sign in at: the session, the sign-in under way, and what the browser is known by. With the prefix
/// <c>__Host-</c>, which browsers tie to the host and to HTTPS (plain only over loopback http).
/// </summary>
/// <param name="name">Of the place. Browsers bring cookies to every port of a host, so that no two places share one.</param>
internal readonly struct SignInCookies(HttpContext context, Origin origin, string name)
{
    /// <summary>How long a browser is remembered as one that signed in before (P2).</summary>
    private static readonly TimeSpan BrowserRemembered = TimeSpan.FromDays(400);

    private readonly string _name = origin.IsHttps ? $"__Host-{name}" : name;

    public string? SessionToken => context.Request.Cookies[_name];

    public string? SignInToken => context.Request.Cookies[SignIn];

    private string SignIn => _name + ".signin";

    private string Browser => _name + ".browser";

    /// <summary>Gives the browser its session, and ends the sign-in's cookie.</summary>
    public void Open(Token token, DateTimeOffset expiresAt)
    {
        context.Response.Cookies.Append(_name, token.Reveal(), Options(expiresAt));
        CloseSignIn();
    }

    public void OpenSignIn(Token token) => context.Response.Cookies.Append(SignIn, token.Reveal(), Options(null));

    public void CloseSignIn() => context.Response.Cookies.Delete(SignIn, Options(null));

    public void Close() => context.Response.Cookies.Delete(_name, Options(null));

    /// <summary>What <see cref="Remember"/> wrote down in this browser; null: nothing, or nothing of ours.</summary>
    public TKnown? Known<TKnown>(IDataProtector seal) where TKnown : class
    {
        if (context.Request.Cookies[Browser] is not { Length: < 2000 } cookie)
        {
            return null;
        }

        try
        {
            return JsonSerializer.Deserialize<TKnown>(seal.Unprotect(cookie));
        }
        catch (Exception why) when (why is System.Security.Cryptography.CryptographicException or JsonException or FormatException)
        {
            return null;
        }
    }

    public void Remember<TKnown>(IDataProtector seal, TKnown known, DateTimeOffset now) =>
        context.Response.Cookies.Append(Browser, seal.Protect(JsonSerializer.Serialize(known)), Options(now + BrowserRemembered));

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
