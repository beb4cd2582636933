using Daypass.Server.Hosting;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;

namespace Daypass.Server.Support;

/// <summary>The doors of this room: who works at the support desk, and how they get in (H1, H7).</summary>
internal static class SupportRoom
{
    public static IServiceCollection AddSupport(this IServiceCollection services)
    {
        services.AddAuthentication().AddScheme<AuthenticationSchemeOptions, AgentSessionHandler>(AgentSessionHandler.SchemeName, configureOptions: null);
        services.AddSingleton<IAuthorizationHandler, NeedsAgentHandler>();
        services.AddSingleton<AgentCookies>();
        services.AddSingleton<EnterAgentPassword>();
        services.AddSingleton<AgentValues>();
        services.AddSingleton<EnterAgentValue>();
        services.AddSingleton<ConfirmAgent>();
        services.AddSingleton<AgentSignOut>();
        services.AddSingleton<Enrolment>();
        services.AddSingleton<CreateAgent>();
        services.AddSingleton<UnlockAgent>();
        return services;
    }

    /// <summary>Before it is asked who may: on the desk's listener every page knows which agent is asking, also those that are open to all.</summary>
    public static void UseSupport(this WebApplication app) => app.Use(async (context, next) =>
    {
        if (context.IsSupport() && await context.AuthenticateAsync(AgentSessionHandler.SchemeName) is { Succeeded: true, Principal: var agent })
        {
            context.User = agent;
        }

        await next(context);
    });
}
