using Microsoft.AspNetCore.Authorization;

namespace Daypass.Server.Support;

/// <summary>A page of the desk: for signed-in agents, or for those of one role. One that bears neither this nor <c>[NoSession]</c> is closed to all.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
internal sealed class NeedsAgentAttribute : Attribute, IAuthorizeData, IAuthorizationRequirement, IAuthorizationRequirementData
{
    public NeedsAgentAttribute()
    {
    }

    public NeedsAgentAttribute(AgentRole role) => Role = role;

    /// <summary>Null: either role.</summary>
    public AgentRole? Role { get; }

    public string? Policy { get; set; }
    public string? Roles { get; set; }
    public string? AuthenticationSchemes { get; set; } = AgentSessionHandler.SchemeName;

    public IEnumerable<IAuthorizationRequirement> GetRequirements() => [this];
}

internal sealed class NeedsAgentHandler(IHttpContextAccessor contexts) : AuthorizationHandler<NeedsAgentAttribute>
{
    protected override Task HandleRequirementAsync(AuthorizationHandlerContext context, NeedsAgentAttribute requirement)
    {
        if (contexts.HttpContext?.Agent() is { } agent && (requirement.Role is null || requirement.Role == agent.Role))
        {
            context.Succeed(requirement);
        }

        return Task.CompletedTask;
    }
}
