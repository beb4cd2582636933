using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Daypass.Server.Hosting;

/// <summary>This page takes more than <see cref="Limits.Body"/>: a file. It must say how long it is.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
internal sealed class BodyLimitAttribute(int bytes) : Attribute
{
    public int Bytes { get; } = bytes;
}

/// <summary>How much of a request is read. Nearly every form here is small.</summary>
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

    public static void Set(FormOptions form)
    {
        form.ValueCountLimit = 200;
        form.ValueLengthLimit = Body;
        form.MultipartBodyLengthLimit = Body;
    }

    /// <summary>
    /// A body that says it is too long is refused before it is read. One that does not say how long it is (chunked) is read here, whole:
    /// Kestrel cuts it off at the limit, and further in, a form that was cut off would pass for a stale one.
    /// </summary>
    public static async Task RefuseLargeBody(HttpContext context, RequestDelegate next)
    {
        var own = context.GetEndpoint()?.Metadata.GetMetadata<BodyLimitAttribute>()?.Bytes;
        if (context.Request.ContentLength > (own ?? Body))
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
        else if (own is { } larger)
        {
            AllowUpTo(larger, context);
        }

        await next(context);
    }

    /// <summary>What is large goes to a file and not to memory, and only after whoever sends it was let in.</summary>
    private static void AllowUpTo(int bytes, HttpContext context)
    {
        context.Features.GetRequiredFeature<IHttpMaxRequestBodySizeFeature>().MaxRequestBodySize = bytes;
        var form = new FormOptions();
        Set(form);
        form.MultipartBodyLengthLimit = bytes;
        context.Features.Set<IFormFeature>(new FormFeature(context.Request, form));
    }
}
