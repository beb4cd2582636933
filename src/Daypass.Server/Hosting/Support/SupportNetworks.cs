using System.Net;
using Microsoft.Extensions.Options;

namespace Daypass.Server.Hosting;

/// <summary>The networks from which the support desk can be reached (H1).</summary>
internal sealed class SupportNetworks(IOptions<DaypassOptions> options)
{
    private readonly IPNetwork[] _networks = [.. options.Value.Support.Reachable.Select(NetworkOf)];

    public bool Contain(IPAddress address) => _networks.Any(network => network.Contains(address));

    private static IPNetwork NetworkOf(string text) =>
        ForwardedClient.TryNetwork(text, out var network) ? network : throw new RefusedToStart(Errors.BadSupportNetwork(text));
}
