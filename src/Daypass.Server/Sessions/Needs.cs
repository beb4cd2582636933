using Microsoft.AspNetCore.Authorization;

namespace Daypass.Server.Sessions;

/// <summary>What a page or endpoint is for (S2). One that bears neither this nor <see cref="NoSessionAttribute"/> is closed to all.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
internal sealed class NeedsAttribute(Ability ability) : Attribute, IAuthorizeData, IAuthorizationRequirement, IAuthorizationRequirementData
{
    public Ability Ability { get; } = ability;

    public string? Policy { get; set; }
    public string? Roles { get; set; }
    public string? AuthenticationSchemes { get; set; }

    public IEnumerable<IAuthorizationRequirement> GetRequirements() => [this];
}

/// <summary>For people who are not signed in: the sign-in pages and mailed links.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
internal sealed class NoSessionAttribute : Attribute, IAllowAnonymous;

internal sealed class NeedsHandler(IHttpContextAccessor contexts) : AuthorizationHandler<NeedsAttribute>
{
    protected override Task HandleRequirementAsync(AuthorizationHandlerContext context, NeedsAttribute requirement)
    {
        if (contexts.HttpContext?.SignedIn() is { } signedIn && signedIn.May(requirement.Ability))
        {
            context.Succeed(requirement);
        }

        return Task.CompletedTask;
    }
}

internal static class SignedInOfRequest
{
    /// <summary>Who is asking; null where nobody is signed in.</summary>
    public static SignedIn? SignedIn(this HttpContext context) => context.Features.Get<SignedIn>();

    /// <summary>Who is asking, on a page that <see cref="NeedsAttribute"/> guards.</summary>
    public static SignedIn Me(this HttpContext context) => context.SignedIn() ?? throw new InvalidOperationException("The page is not guarded.");
}
