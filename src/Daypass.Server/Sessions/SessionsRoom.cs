using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;

namespace Daypass.Server.Sessions;

/// <summary>The doors of this room: who is asking, and whether the session may.</summary>
internal static class SessionsRoom
{
    public static IServiceCollection AddSessions(this IServiceCollection services)
    {
        services.AddHttpContextAccessor();
        services.AddAuthentication(SessionHandler.SchemeName)
            .AddScheme<AuthenticationSchemeOptions, SessionHandler>(SessionHandler.SchemeName, configureOptions: null);
        services.AddSingleton<IAuthorizationHandler, NeedsHandler>();
        services.AddAuthorizationBuilder()
            // An endpoint that says nothing is closed to all. Of no scheme: whoever was found to be asking, a person or an agent, stays so on open pages.
            .SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAssertion(_ => false).Build());
        services.AddSingleton<SessionCookies>();
        services.AddSingleton<WhyEnded>();
        services.AddSingleton<SignOut>();
        services.AddSingleton<SignOutEverywhere>();
        services.AddSingleton<EndSession>();
        services.AddSingleton<MySessions>();
        return services;
    }

    /// <summary>After routing, before the endpoints.</summary>
    public static void UseSessions(this WebApplication app)
    {
        app.UseAuthentication();
        app.UseAuthorization();
    }
}
