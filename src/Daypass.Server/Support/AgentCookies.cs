using Daypass.Server.Hosting;
using Microsoft.AspNetCore.DataProtection;

namespace Daypass.Server.Support;

/// <summary>
/// The three cookies of the desk, of its own names: cookies know no port, so a browser brings them to the public listener too, where
/// nobody reads them.
/// </summary>
internal sealed class AgentCookies(SupportOrigin origin, IDataProtectionProvider protection, TimeProvider clock)
{
    /// <summary>How long a browser is remembered as one that signed in before.</summary>
    private static readonly TimeSpan BrowserRemembered = TimeSpan.FromDays(400);

    /// <summary>Agents remembered per browser.</summary>
    private const int Remembered = 8;
    private readonly IDataProtector _browsers = protection.CreateProtector("Daypass.AgentsBrowser.v1");

    private string Prefix => origin.IsHttps ? "__Host-daypass-support" : "daypass-support";

    public string? SessionToken(HttpContext context) => context.Request.Cookies[Prefix];

    public string? SignInToken(HttpContext context) => context.Request.Cookies[Prefix + ".signin"];

    /// <summary>Gives the browser its session, ends the sign-in's cookie, and remembers the browser for this agent.</summary>
    public void Open(HttpContext context, Token token, Guid agent, DateTimeOffset expiresAt)
    {
        context.Response.Cookies.Append(Prefix, token.Reveal(), Options(expiresAt));
        CloseSignIn(context);
        var (id, agents) = Read(context) ?? (Guid.NewGuid(), []);
        var known = string.Join(',', new[] { id, agent }.Concat(agents.Where(x => x != agent).Take(Remembered - 1)));
        context.Response.Cookies.Append(Prefix + ".browser", _browsers.Protect(known), Options(clock.Now() + BrowserRemembered));
    }

    public void OpenSignIn(HttpContext context, Token token) => context.Response.Cookies.Append(Prefix + ".signin", token.Reveal(), Options(null));

    public void CloseSignIn(HttpContext context) => context.Response.Cookies.Delete(Prefix + ".signin", Options(null));

    public void Close(HttpContext context) => context.Response.Cookies.Delete(Prefix, Options(null));

    /// <summary>The browser's id and the agents who signed in from it before.</summary>
    public AgentsBrowser? Browser(HttpContext context) => Read(context) is (var id, var agents) ? new AgentsBrowser(id, agents) : null;

    private (Guid Id, IReadOnlyList<Guid> Agents)? Read(HttpContext context)
    {
        if (context.Request.Cookies[Prefix + ".browser"] is not { Length: < 2000 } cookie)
        {
            return null;
        }

        try
        {
            var ids = _browsers.Unprotect(cookie).Split(',').Select(Guid.Parse).ToList();
            return (ids[0], ids[1..]);
        }
        catch (Exception why) when (why is System.Security.Cryptography.CryptographicException or FormatException)
        {
            return null;
        }
    }

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

/// <summary>A browser from which agents signed in before, as its signed cookie says: strangers' wrong passwords do not count against it.</summary>
internal sealed record AgentsBrowser(Guid Id, IReadOnlyList<Guid> Agents);
