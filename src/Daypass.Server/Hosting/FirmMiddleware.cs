namespace Daypass.Server.Hosting;

/// <summary>The firm that a request is about; absent outside of firms.</summary>
internal interface IFirmFeature
{
    Guid Id { get; }
    string Address { get; }
    string Name { get; }

    /// <summary>IANA name.</summary>
    string TimeZone { get; }

    /// <summary>BCP 47 tag.</summary>
    string Language { get; }
}

internal static class FirmOfRequest
{
    /// <summary>The firm of a page under /{firm}; a bug if asked for elsewhere.</summary>
    public static IFirmFeature Firm(this HttpContext context) => context.Features.Get<IFirmFeature>() ?? throw new InvalidOperationException("Not under a firm.");
}

/// <summary>
/// Resolves the first segment of the path to a firm and moves it to PathBase, once, before routing. Links between pages then keep
/// the firm by themselves, and a firm can never be mistaken for a page or a page for a firm.
/// </summary>
internal sealed class FirmMiddleware(RequestDelegate next, FirmDirectory firms)
{
    public async Task InvokeAsync(HttpContext context)
    {
        if (context.IsSupport())
        {
            // The desk is of no firm; what it does for one, it names.
            Languages.Speak(Languages.WantedBy(context.Request));
            await next(context);
            return;
        }

        var path = context.Request.Path.Value ?? "";
        var end = path.IndexOf('/', Math.Min(1, path.Length));
        var segment = path.Length < 2 ? "" : end < 0 ? path[1..] : path[1..end];
        if (await firms.Find(segment.ToLowerInvariant()) is { } firm)
        {
            context.Features.Set<IFirmFeature>(firm);
            context.Request.PathBase = "/" + firm.Address;
            context.Request.Path = end < 0 ? "/" : path[end..];
            Languages.Speak(firm.Language);
        }
        else
        {
            Languages.Speak(Languages.WantedBy(context.Request));
        }

        await next(context);
    }
}
