using System.Diagnostics.CodeAnalysis;
using System.Net;

namespace Daypass.Server.Hosting;

/// <summary>
/// Where people reach one of the two listeners: the only source of links, scheme and host. What a request says about itself is never
/// believed (Q17).
/// </summary>
internal abstract class Origin(Uri uri)
{
    public static bool TryRead(string origin, [NotNullWhen(true)] out Uri? uri) =>
        Uri.TryCreate(origin, UriKind.Absolute, out uri) && uri.Scheme is ("http" or "https")
        && uri.PathAndQuery == "/" && uri.UserInfo.Length == 0 && uri.Fragment.Length == 0;

    public string Scheme => uri.Scheme;
    public HostString Host { get; } = uri.IsDefaultPort ? new HostString(uri.Host) : new HostString(uri.Host, uri.Port);
    public bool IsHttps => uri.Scheme == Uri.UriSchemeHttps;
    public bool IsLoopback => IsLoopbackName(uri.Host);

    /// <summary>An absolute link, for mails: <c>Link("/acme/signin")</c>.</summary>
    public string Link(string path) => new Uri(uri, path).AbsoluteUri;

    /// <summary>Whether a request's Host names this server. The port is not looked at: proxies drop it.</summary>
    public bool Knows(string host) =>
        string.Equals(host, uri.Host, StringComparison.OrdinalIgnoreCase) || (IsLoopback && IsLoopbackName(host));

    public static bool IsLoopbackName(string host) =>
        string.Equals(host, "localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));

    // Listening on this machine only, the address that is listened on is the one to reach it by; unless its port is chosen by the system.
    protected static bool IsHere(string address) => TryRead(address, out var uri) && uri.Port != 0 && IsLoopbackName(uri.Host);

    public override string ToString() => uri.GetLeftPart(UriPartial.Authority);
}
