using Daypass.Server.Hosting;
using Microsoft.AspNetCore.DataProtection;

namespace Daypass.Server.Sessions;

/// <summary>The three cookies of a firm. Named by the firm, so that sessions of two firms live side by side in one browser.</summary>
internal sealed class SessionCookies(PublicOrigin origin, IDataProtectionProvider protection, TimeProvider clock)
{
    /// <summary>Logins remembered per browser: a shared computer has a few.</summary>
    private const int LoginsRemembered = 8;
    private readonly IDataProtector _browsers = protection.CreateProtector("Daypass.KnownBrowser.v1");

    public string? SessionToken(HttpContext context) => Of(context).SessionToken;

    public string? AttemptToken(HttpContext context) => Of(context).SignInToken;

    /// <summary>Gives the browser its session, ends the sign-in's cookie, and remembers the browser for this login.</summary>
    /// <param name="byDevice">Whether a device confirmed the sign-in.</param>
    public void Open(HttpContext context, Token token, Guid accountId, DateTimeOffset expiresAt, bool byDevice)
    {
        Of(context).Open(token, expiresAt);
        RememberBrowser(context, accountId, byDevice);
    }

    public void OpenAttempt(HttpContext context, Token token) => Of(context).OpenSignIn(token);

    public void CloseAttempt(HttpContext context) => Of(context).CloseSignIn();

    public void Close(HttpContext context) => Of(context).Close();

    /// <summary>The browser's id, if it signed in to one of the firm's logins before; and to which.</summary>
    public KnownBrowser? Browser(HttpContext context) => Of(context).Known<KnownBrowser>(_browsers);

    private void RememberBrowser(HttpContext context, Guid accountId, bool byDevice)
    {
        var known = Browser(context) ?? new KnownBrowser(Guid.NewGuid(), []);
        if (known.Accounts.Contains(accountId) && !byDevice)
        {
            return;
        }

        var now = clock.Now();
        Guid[] accounts = [accountId, .. known.Accounts.Where(x => x != accountId).Take(LoginsRemembered - 1)];
        var confirmed = known.ConfirmedAt.Where(x => accounts.Contains(x.Key)).ToDictionary();
        if (byDevice)
        {
            confirmed[accountId] = now;
        }

        Of(context).Remember(_browsers, known with { Accounts = accounts, ConfirmedAt = confirmed }, now);
    }

    // The point of the other two names stands in no firm's address: no cookie of one firm bears the name of another's.
    private SignInCookies Of(HttpContext context) => new(context, origin, $"daypass-{context.Firm().Address}");
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
