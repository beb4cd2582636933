using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Daypass.Server.Hosting;

/// <summary>
/// The support desk's own listener (H1). A request belongs to it because its connection bears the mark set here; nothing that a request
/// says of itself (Host, X-Forwarded-*) has a say in it.
/// </summary>
internal sealed class SupportListener
{
    /// <summary>Its name among Kestrel's endpoints: a certificate of its own is <c>Kestrel:Endpoints:Support:Certificate</c>.</summary>
    public const string Name = "Support";

    private ListenOptions? _bound;

    /// <summary>What it really listens on, once it does; null: nothing.</summary>
    public string? Address => _bound?.ToString();

    public void Mark(EndpointConfiguration endpoint)
    {
        _bound = endpoint.ListenOptions;
        // QUIC connections pass by the middleware of a connection and would bear no mark.
        if (endpoint.ListenOptions.Protocols.HasFlag(HttpProtocols.Http3))
        {
            endpoint.ListenOptions.Protocols = HttpProtocols.Http1AndHttp2;
        }

        endpoint.ListenOptions.Use(next => connection =>
        {
            connection.Features.Set(SupportConnection.Mark);
            return next(connection);
        });
    }
}

/// <summary>The mark on a connection.</summary>
internal sealed class SupportConnection
{
    public static readonly SupportConnection Mark = new();
}

internal static class SupportOfRequest
{
    /// <summary>Whether this request came by the support desk's listener.</summary>
    public static bool IsSupport(this HttpContext context) => context.Features.Get<SupportConnection>() is not null;
}
