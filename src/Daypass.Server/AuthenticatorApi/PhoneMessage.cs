using System.Text.Json;
using System.Text.Json.Serialization;
using Daypass.Server.Hosting;

namespace Daypass.Server.AuthenticatorApi;

/// <summary>
/// Reads what a phone sends: JSON of this content type and a small size, every value there, none twice. What is not understood is
/// answered here, before any use case sees it. No cookie counts and none is set: the signature in the message does, so that no
/// antiforgery token is needed; and a page of another origin cannot send this content type without asking first.
/// </summary>
internal static class PhoneMessage
{
    /// <summary>Bytes. The longest message carries the address of a push service.</summary>
    private const int Longest = 16 * 1024;

    private static readonly JsonSerializerOptions Strict = new(JsonSerializerOptions.Strict)
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        // A newer app may say more to an older server.
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Skip,
    };

    /// <summary>A face's endpoint for messages of this form.</summary>
    public static RouteHandlerBuilder MapPhone<T>(this IEndpointRouteBuilder app, string path, EndpointScope scope, Func<HttpContext, T, Task<IResult>> answer) where T : class =>
        app.MapPost(path, async (HttpContext context) => await Read<T>(context.Request) is var (message, problem) && message is not null ? await answer(context, message) : problem!)
            .InScope(scope).AllowAnonymous();

    private static async Task<(T? Message, IResult? Problem)> Read<T>(HttpRequest request) where T : class
    {
        if (!request.HasJsonContentType())
        {
            return (null, Problem.Of(StatusCodes.Status415UnsupportedMediaType, "contentType"));
        }

        using var body = new MemoryStream();
        var buffer = new byte[4096];
        while (await request.Body.ReadAsync(buffer, request.HttpContext.RequestAborted) is > 0 and var read)
        {
            if (body.Length + read > Longest)
            {
                return (null, Problem.Of(StatusCodes.Status413PayloadTooLarge, "tooLarge"));
            }

            body.Write(buffer, 0, read);
        }

        try
        {
            return JsonSerializer.Deserialize<T>(body.GetBuffer().AsSpan(0, (int)body.Length), Strict) is { } message ? (message, null) : (null, Problem.Malformed);
        }
        catch (JsonException)
        {
            return (null, Problem.Malformed);
        }
    }
}

/// <summary>Why a message was not taken, in one word.</summary>
internal static class Problem
{
    public static IResult Malformed => Of(StatusCodes.Status400BadRequest, "malformed");

    /// <summary>Unknown, disconnected or lost, or not signed by the phone: one answer.</summary>
    public static IResult Gone => Of(StatusCodes.Status401Unauthorized, "gone");

    public static IResult Of(int status, string word) => TypedResults.Json(new { problem = word }, statusCode: status);

    /// <summary>With the server's time, by which the phone signs once more.</summary>
    public static IResult Clock(DateTimeOffset now) => TypedResults.Json(new { problem = "clock", now = now.ToUnixTimeMilliseconds() }, statusCode: StatusCodes.Status409Conflict);
}
