using System.Net;
using Microsoft.Extensions.Options;

namespace Daypass.Server.Hosting;

/// <summary>The address of whoever is at the other end. Never taken from a header, unless a trusted proxy wrote it.</summary>
internal delegate IPAddress ClientAddress(HttpContext context);

internal static class ForwardedClient
{
    /// <summary>Whoever a trusted proxy says nothing readable about: the address that nobody has.</summary>
    internal static readonly IPAddress Unknown = IPAddress.None;

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

    /// <summary>
    /// From the connection outwards: each trusted proxy is believed about the one before it, and no further. Where its word cannot be read,
    /// who came is not known: what stands left of it anybody may have written, and the proxy's own address would count strangers as one
    /// with it, and let them in wherever it may go.
    /// </summary>
    private static IPAddress AddressOf(HttpContext context, IPNetwork[] trusted)
    {
        var address = Plain(context.Connection.RemoteIpAddress ?? IPAddress.None);
        var hops = context.Request.Headers["X-Forwarded-For"].SelectMany(line => (line ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));
        foreach (var hop in hops.Reverse())
        {
            if (!trusted.Any(network => network.Contains(address)))
            {
                break;
            }

            if (Read(hop) is not { } before)
            {
                return Unknown;
            }

            address = Plain(before);
        }

        return address;
    }

    /// <summary>An address; some proxies write the port behind it.</summary>
    private static IPAddress? Read(string hop) =>
        IPAddress.TryParse(hop, out var address) ? address : IPEndPoint.TryParse(hop, out var end) ? end.Address : null;

    private static IPAddress Plain(IPAddress address) => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
}
