using System.Security.Claims;
using System.Text.Encodings.Web;
using Daypass.Server.Hosting;
using Microsoft.AspNetCore.Authentication;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Daypass.Server.Sessions;

/// <summary>
/// Reads the session behind the cookie from the database, at every request: what ended there is dead here at once, on every server (S3).
/// </summary>
internal sealed class SessionHandler(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder,
    Store store, TimeProvider clock, SessionCookies cookies) : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public const string SchemeName = "daypass";

    /// <summary>The last-seen time is written at most this often.</summary>
    private static readonly TimeSpan SeenEvery = TimeSpan.FromMinutes(1);

    private sealed record Found(Session Session, Account Account);

    private static readonly Compiled<Func<DaypassDb, byte[], Task<Found?>>> Open = new(() => EF.CompileAsyncQuery((DaypassDb db, byte[] hash) => (
        from session in db.Sessions
        join account in db.Accounts on session.AccountId equals account.Id
        where session.TokenHash == hash && session.EndedAt == null && account.State == AccountState.Active
        select new Found(session, account)).AsNoTracking().SingleOrDefault()));

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (Context.Features.Get<IFirmFeature>() is not { } firm || Token.HashOf(cookies.SessionToken(Context)) is not { } hash)
        {
            return AuthenticateResult.NoResult();
        }

        var now = clock.Now();
        if (await Find(store, firm.Id, hash, now) is not { } signedIn)
        {
            return AuthenticateResult.Fail("No live session.");
        }

        if (now - signedIn.LastSeenAt >= SeenEvery)
        {
            await store.Write(firm.Id, db => db.Sessions.Where(x => x.Id == signedIn.SessionId && x.LastSeenAt < now)
                .ExecuteUpdateAsync(set => set.SetProperty(x => x.LastSeenAt, now)));
        }

        Context.Features.Set(signedIn);
        var identity = new ClaimsIdentity([new Claim(ClaimTypes.NameIdentifier, signedIn.AccountId.ToString())], SchemeName);
        return AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(identity), SchemeName));
    }

    /// <summary>The live session with this token's hash, seen by one firm; null: none.</summary>
    internal static Task<SignedIn?> Find(Store store, Guid firm, byte[] tokenHash, DateTimeOffset now) => store.Read(firm, async db =>
    {
        var found = await Open.On(db)(db, tokenHash);
        return found is not null && SessionRule.IsAlive(found.Session.LastSeenAt, found.Session.ExpiresAt, now) ? Of(found.Session, found.Account, now) : null;
    });

    private static SignedIn Of(Session session, Account account, DateTimeOffset now) => new(
        session.Id, session.FirmId, account.Id, session.Kind, session.CodeId, session.LastSeenAt, session.ExpiresAt, session.ConfirmedAt,
        SessionRule.IsLimited(account.LimitedSince, account.LimitedUntil, session.ConfirmedWithPairedAt, now), account.Name, account.Email, account.Standing());

    /// <summary>Not signed in: to the sign-in page, and back afterwards.</summary>
    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        var back = HttpMethods.IsGet(Request.Method) ? $"?returnUrl={Uri.EscapeDataString(Request.Path + Request.QueryString)}" : "";
        Response.Redirect($"{Request.PathBase}/signin{back}");
        return Task.CompletedTask;
    }

    /// <summary>S2, S4: the page that says why not, and what to do.</summary>
    protected override Task HandleForbiddenAsync(AuthenticationProperties properties)
    {
        var pairing = Context.SignedIn() is { Kind: SessionKind.MailboxProof };
        Response.Redirect($"{Request.PathBase}{(pairing ? "/profile/devices/add" : "/profile/limited")}");
        return Task.CompletedTask;
    }
}
