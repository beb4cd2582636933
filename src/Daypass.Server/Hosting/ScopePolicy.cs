using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Matching;

namespace Daypass.Server.Hosting;

/// <summary>
/// Takes endpoints of another scope out of the choice, and those without any: what was forgotten is unreachable, not open.
/// The answer is that of a page that does not exist.
/// </summary>
internal sealed class ScopePolicy : MatcherPolicy, IEndpointSelectorPolicy
{
    public override int Order => int.MinValue;

    public bool AppliesToEndpoints(IReadOnlyList<Endpoint> endpoints) => true;

    public Task ApplyAsync(HttpContext httpContext, CandidateSet candidates)
    {
        var here = httpContext.IsSupport() ? EndpointScope.Support : httpContext.Features.Get<IFirmFeature>() is null ? EndpointScope.Global : EndpointScope.Firm;
        for (var i = 0; i < candidates.Count; i++)
        {
            if (candidates.IsValidCandidate(i) && candidates[i].Endpoint?.Scope()?.HasFlag(here) != true)
            {
                candidates.SetValidity(i, false);
            }
        }

        return Task.CompletedTask;
    }
}
