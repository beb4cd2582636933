using System.Net;
using System.Net.Sockets;

namespace Daypass.Server.Push;

/// <summary>The addresses of a host. Asked at each connection; tests answer in place of DNS.</summary>
internal delegate Task<IPAddress[]> AddressesOf(string host, CancellationToken stop);

/// <summary>
/// Receivers, as <c>host:port</c>, that may be anywhere and take http too. None; a test names its own.
/// </summary>
internal sealed record PushExceptions(params string[] Authorities)
{
    public static readonly PushExceptions None = new();

    public bool Have(string host, int port) => Authorities.Contains($"{host}:{port}", StringComparer.Ordinal);
}

/// <summary>A push address that leads somewhere else than to the public internet.</summary>
internal sealed class NotPublicException(string host) : Exception($"{host} has an address that is not public");

/// <summary>
/// Where pushes may go. The address comes from whoever paired a phone, so it must not make this server talk to what only this server can
/// reach: https at its usual port only; every address of the host must be public at the time of connecting; the connection goes to one of
/// the very addresses that were looked at, so a name that changes in between changes nothing; redirects and proxies are not followed.
/// </summary>
internal sealed class PushAddress(AddressesOf addressesOf, PushExceptions exceptions)
{
    /// <summary>Longest address that is kept. Those of the known services have 150 to 700 characters.</summary>
    public const int MaxLength = 1000;

    public static Task<IPAddress[]> AskDns(string host, CancellationToken stop) => Dns.GetHostAddressesAsync(host, stop);

    /// <summary>Reads an address as a browser gives it; null for what no push is sent to.</summary>
    public Uri? Read(string text) =>
        text.Length <= MaxLength && text.All(x => x is > ' ' and < '\x7f') && Uri.TryCreate(text, UriKind.Absolute, out var uri)
        && uri.UserInfo.Length == 0 && uri.Fragment.Length == 0 && IsAllowed(uri)
            ? uri
            : null;

    private bool IsAllowed(Uri uri) =>
        (uri.Scheme == Uri.UriSchemeHttps && uri.IsDefaultPort && !(IPAddress.TryParse(uri.IdnHost, out var literal) && !PublicAddresses.Has(literal)))
        || (uri.Scheme is "http" or "https" && exceptions.Have(uri.IdnHost, uri.Port));

    /// <summary>What sends the pushes: connects as the rule above has it, and tells the receiver nothing that it need not know.</summary>
    public SocketsHttpHandler NewHandler() => new()
    {
        ConnectCallback = Connect,
        ConnectTimeout = PushSender.TakesAtMost,
        AllowAutoRedirect = false,
        UseProxy = false,
        UseCookies = false,
        ActivityHeadersPropagator = null,
        MaxResponseHeadersLength = 16,
        MaxResponseDrainSize = 16 * 1024,
        PooledConnectionIdleTimeout = TimeSpan.FromMinutes(1),
        PooledConnectionLifetime = TimeSpan.FromMinutes(10),
    };

    private async ValueTask<Stream> Connect(SocketsHttpConnectionContext context, CancellationToken stop)
    {
        var to = context.DnsEndPoint;
        var addresses = await addressesOf(to.Host, stop);
        if (addresses.Length == 0 || (!exceptions.Have(to.Host, to.Port) && !addresses.All(PublicAddresses.Has)))
        {
            throw new NotPublicException(to.Host);
        }

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, to.Port, stop);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
