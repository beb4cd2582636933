namespace Daypass.Server.Hosting;

/// <summary>
/// A request for another host is refused; for this one, scheme and host become those of the configuration, whatever it said (Q17).
/// The client's address comes from the connection, or from trusted proxies. Whoever comes to the support desk from a network that it is
/// not for finds nothing there (H1).
/// </summary>
internal sealed class OriginMiddleware(
    RequestDelegate next, PublicOrigin everybodys, SupportOrigin desks, SupportNetworks networks, ClientAddress addressOf, TurnedAway turnedAway)
{
    public async Task InvokeAsync(HttpContext context)
    {
        var client = addressOf(context);
        if (context.IsSupport() && !networks.Contain(client))
        {
            turnedAway.Add(client);
            context.Features.Set(WasTurnedAway.Mark);
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        Origin origin = context.IsSupport() ? desks : everybodys;
        if (!origin.Knows(context.Request.Host.Host))
        {
            context.Features.Set(ErrorReason.UnknownHost);
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            return;
        }

        context.Request.Scheme = origin.Scheme;
        context.Request.Host = origin.Host;
        context.Connection.RemoteIpAddress = client;
        await next(context);
    }
}
