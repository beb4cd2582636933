namespace Daypass.Server.Support;

internal static class AgentOfRequest
{
    /// <summary>Which agent is asking; null where none is signed in, and always on the public listener.</summary>
    public static AgentSignedIn? Agent(this HttpContext context) => context.Features.Get<AgentSignedIn>();

    /// <summary>Which agent is asking, on a page that <see cref="NeedsAgentAttribute"/> guards.</summary>
    public static AgentSignedIn AgentMe(this HttpContext context) => context.Agent() ?? throw new InvalidOperationException("The page is not guarded.");
}
