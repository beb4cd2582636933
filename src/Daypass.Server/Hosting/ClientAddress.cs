using System.Net;
using Microsoft.Extensions.Options;

namespace Daypass.Server.Hosting;

/// <summary>The address of whoever is at the other end. Never taken from a header, unless a trusted proxy wrote it.</summary>
internal delegate IPAddress ClientAddress(HttpContext context);

internal static class ForwardedClient
{
    public static ClientAddress From(IServiceProvider services)
    {
        IPNetwork[] trusted = [.. services.GetRequiredService<IOptions<DaypassOptions>>().Value.TrustedProxies.Select(NetworkOf)];
        return context => AddressOf(context, trusted);
    }

    /// <summary>A network such as 10.0.0.0/8, or a single address.</summary>
    public static bool TryNetwork(string text, out IPNetwork network)
    {
        if (IPAddress.TryParse(text, out var one))
        {
            network = new IPNetwork(one, one.GetAddressBytes().Length * 8);
            return true;
        }

        return IPNetwork.TryParse(text, out network);
    }

    private static IPNetwork NetworkOf(string text) =>
        TryNetwork(text, out var network) ? network : throw new RefusedToStart(Errors.BadTrustedProxy(text));

    /// <summary>From the connection outwards: each trusted proxy is believed about the one before it, and no further.</summary>
    private static IPAddress AddressOf(HttpContext context, IPNetwork[] trusted)
    {
        var address = Plain(context.Connection.RemoteIpAddress ?? IPAddress.None);
        var hops = context.Request.Headers["X-Forwarded-For"].SelectMany(line => (line ?? "").Split(',')).Reverse();
        foreach (var hop in hops)
        {
            if (!trusted.Any(network => network.Contains(address)) || !IPAddress.TryParse(hop.Trim(), out var before))
            {
                break;
            }

            address = Plain(before);
        }

        return address;
    }

    private static IPAddress Plain(IPAddress address) => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
}
