using System.Net;
using System.Net.Sockets;

namespace Daypass.Server.Push;

/// <summary>
/// Which addresses are of the public internet, by IANA's registries of special-purpose addresses (RFC 6890). Others may be reached from
/// here and not from where the asker is: this machine, its network, a cloud's metadata service.
/// </summary>
internal static class PublicAddresses
{
    private static readonly IPNetwork[] NotPublic =
    [
        .. Networks(
            "0.0.0.0/8", // this network
            "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", // private
            "100.64.0.0/10", // shared by customers of a carrier
            "127.0.0.0/8", // this machine
            "169.254.0.0/16", // link-local; metadata of clouds
            "192.0.0.0/24", // protocol assignments
            "192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24", // documentation
            "192.88.99.0/24", // 6to4 relays, given up
            "198.18.0.0/15", // benchmarks
            "224.0.0.0/4", // multicast
            "240.0.0.0/4"), // reserved, broadcast
        .. Networks(
            "2001::/23", // protocol assignments, among them Teredo, which carries an IPv4 address
            "2001:db8::/32", "3fff::/20", // documentation
            "2002::/16"), // 6to4, which carries an IPv4 address
    ];

    // Of IPv6 only this much is given out for the public internet. Outside of it: ::, ::1, fc00::/7, fe80::/10, ff00::/8,
    // and what carries an IPv4 address: ::/96, ::ffff:0:0:0/96, 64:ff9b::/96, 64:ff9b:1::/48.
    private static readonly IPNetwork GlobalUnicast = IPNetwork.Parse("2000::/3");

    public static bool Has(IPAddress address)
    {
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return (plain.AddressFamily == AddressFamily.InterNetwork || GlobalUnicast.Contains(plain)) && !NotPublic.Any(x => x.Contains(plain));
    }

    private static IEnumerable<IPNetwork> Networks(params string[] texts) => texts.Select(x => IPNetwork.Parse(x));
}
