namespace Daypass.Server.Hosting;

/// <summary>
/// A request for another host is refused; for this one, scheme and host become those of the configuration, whatever it said (Q17).
/// The client's address comes from the connection, or from trusted proxies.
/// </summary>
internal sealed class OriginMiddleware(RequestDelegate next, PublicOrigin origin, ClientAddress addressOf)
{
    public async Task InvokeAsync(HttpContext context)
    {
        if (!origin.Knows(context.Request.Host.Host))
        {
            context.Features.Set(ErrorReason.UnknownHost);
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            return;
        }

        context.Request.Scheme = origin.Scheme;
        context.Request.Host = origin.Host;
        context.Connection.RemoteIpAddress = addressOf(context);
        await next(context);
    }
}
