using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Daypass.Server.Hosting;

/// <summary>How much of a request is read. Every form here is small.</summary>
internal static class Limits
{
    /// <summary>Bytes of a request's body: the longest form (names, a reason of 200 characters, a password of 128) stays far below.</summary>
    public const int Body = 64 * 1024;

    public static void Set(KestrelServerOptions kestrel)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxRequestBodySize = Body;
        kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(15);
    }

    /// <summary>
    /// A body that says it is too long is refused before it is read. One that does not say how long it is (chunked) is read here, whole:
    /// Kestrel cuts it off at the limit, and further in, a form that was cut off would pass for a stale one.
    /// </summary>
    public static async Task RefuseLargeBody(HttpContext context, RequestDelegate next)
    {
        if (context.Request.ContentLength > Body)
        {
            context.Response.StatusCode = StatusCodes.Status413PayloadTooLarge;
            return;
        }

        if (context.Request.ContentLength is null && context.Features.Get<IHttpRequestBodyDetectionFeature>()?.CanHaveBody == true)
        {
            var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body, context.RequestAborted);
            body.Position = 0;
            context.Request.Body = body;
        }

        await next(context);
    }
}
