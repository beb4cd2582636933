using System.Security.Claims;
using System.Text.Encodings.Web;
using Daypass.Server.Hosting;
using Microsoft.AspNetCore.Authentication;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Daypass.Server.Support;

/// <summary>
/// Reads the agent's session from the database at every request of the desk: what ended there, by a reset or because the agent was
/// retired, is dead here at once, on every server. On the public listener nobody is an agent, whatever cookie they bring.
/// </summary>
internal sealed class AgentSessionHandler(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder,
    Store store, TimeProvider clock, AgentCookies cookies) : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public const string SchemeName = "daypass-support";

    /// <summary>The last-seen time is written at most this often.</summary>
    private static readonly TimeSpan SeenEvery = TimeSpan.FromMinutes(1);

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (!Context.IsSupport() || Token.HashOf(cookies.SessionToken(Context)) is not { } hash)
        {
            return AuthenticateResult.NoResult();
        }

        var now = clock.Now();
        if (await Find(store, hash, now) is not var (agent, lastSeen))
        {
            return AuthenticateResult.Fail("No live session.");
        }

        if (now - lastSeen >= SeenEvery)
        {
            await store.Write(Guid.Empty, db => db.AgentSessions.Where(x => x.Id == agent.SessionId && x.LastSeenAt < now)
                .ExecuteUpdateAsync(set => set.SetProperty(x => x.LastSeenAt, now)));
        }

        Context.Features.Set(agent);
        var identity = new ClaimsIdentity([new Claim(ClaimTypes.NameIdentifier, agent.AgentId.ToString())], SchemeName);
        return AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(identity), SchemeName));
    }

    /// <summary>The live session with this token's hash; null: none.</summary>
    internal static Task<(AgentSignedIn Agent, DateTimeOffset LastSeenAt)?> Find(Store store, byte[] tokenHash, DateTimeOffset now) => store.Read<(AgentSignedIn, DateTimeOffset)?>(Guid.Empty, async db =>
    {
        var found = await (
            from session in db.AgentSessions
            join agent in db.SupportAgents on session.AgentId equals agent.Id
            where session.TokenHash == tokenHash && session.EndedAt == null && agent.State == AgentState.Active
            select new { session, agent }).AsNoTracking().SingleOrDefaultAsync();
        return found is { session: var open, agent: var who } && AgentRule.IsAlive(open.LastSeenAt, open.ExpiresAt, now)
            ? (new AgentSignedIn(open.Id, who.Id, who.Name, who.Email, who.Role, open.ConfirmedAt), open.LastSeenAt)
            : null;
    });

    /// <summary>Not signed in: to the sign-in page, and back afterwards.</summary>
    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        var back = HttpMethods.IsGet(Request.Method) && Request.Path != "/" ? $"?returnUrl={Uri.EscapeDataString(Request.Path + Request.QueryString)}" : "";
        Response.Redirect($"/signin{back}");
        return Task.CompletedTask;
    }

    /// <summary>The other role's (H4): says so, and what to do.</summary>
    protected override Task HandleForbiddenAsync(AuthenticationProperties properties)
    {
        Context.Features.Set(ErrorReason.OtherRole);
        Response.StatusCode = StatusCodes.Status403Forbidden;
        return Task.CompletedTask;
    }
}
