using Daypass.Server.Hosting;
using Microsoft.AspNetCore.DataProtection;

namespace Daypass.Server.Support;

/// <summary>
/// The three cookies of the desk, of its own names: cookies know no port, so a browser brings them to the public listener too, where
/// nobody reads them.
/// </summary>
internal sealed class AgentCookies(SupportOrigin origin, IDataProtectionProvider protection, TimeProvider clock)
{
    /// <summary>Agents remembered per browser.</summary>
    private const int Remembered = 8;
    private readonly IDataProtector _browsers = protection.CreateProtector("Daypass.AgentsBrowser.v1");

    public string? SessionToken(HttpContext context) => Of(context).SessionToken;

    public string? SignInToken(HttpContext context) => Of(context).SignInToken;

    /// <summary>Gives the browser its session, ends the sign-in's cookie, and remembers the browser for this agent.</summary>
    public void Open(HttpContext context, Token token, Guid agent, DateTimeOffset expiresAt)
    {
        var cookies = Of(context);
        cookies.Open(token, expiresAt);
        var known = Browser(context) ?? new AgentsBrowser(Guid.NewGuid(), []);
        cookies.Remember(_browsers, known with { Agents = [agent, .. known.Agents.Where(x => x != agent).Take(Remembered - 1)] }, clock.Now());
    }

    public void OpenSignIn(HttpContext context, Token token) => Of(context).OpenSignIn(token);

    public void CloseSignIn(HttpContext context) => Of(context).CloseSignIn();

    public void Close(HttpContext context) => Of(context).Close();

    /// <summary>The browser's id and the agents who signed in from it before.</summary>
    public AgentsBrowser? Browser(HttpContext context) => Of(context).Known<AgentsBrowser>(_browsers);

    private SignInCookies Of(HttpContext context) => new(context, origin, "daypass-support");
}

/// <summary>A browser from which agents signed in before, as its signed cookie says: strangers' wrong passwords do not count against it.</summary>
internal sealed record AgentsBrowser(Guid Id, IReadOnlyList<Guid> Agents);
