using System.Data.Common;

namespace Daypass.Server.Hosting;

/// <summary>
/// The last catch: an exception becomes a page that tells nothing but a number, an empty answer of 400 or above gets its page.
/// The number is in the log; the path is not, since links carry secrets.
/// </summary>
internal sealed class ErrorPages(RequestDelegate next, ErrorPage page, ILogger<ErrorPages> log)
{
    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            await next(context);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            return;
        }
        catch (Exception why) when (!context.Response.HasStarted)
        {
            context.Response.Clear();
            (context.Response.StatusCode, var retry) = AnswerTo(why);
            if (retry is { } seconds)
            {
                context.Response.Headers.RetryAfter = seconds.ToString(System.Globalization.CultureInfo.InvariantCulture);
            }

            // Both are a matter of the whole server, not of this request, and may be many.
            if (context.Response.StatusCode >= 500 && why is not (HashLanesBusy or DatabaseSilent))
            {
                log.LogError(why, "Request {RequestNumber} failed at {Endpoint}", RequestNumber.Current, EndpointOf(context));
            }
        }

        var response = context.Response;
        if (response.StatusCode >= 400 && !response.HasStarted && response.ContentType is null && response.ContentLength is null)
        {
            // Whoever is turned away from the desk is counted (TurnedAway): a line for each would be as many as a stranger likes.
            var level = context.Features.Get<WasTurnedAway>() is null ? LogLevel.Information : LogLevel.Debug;
            log.Log(level, "Request {RequestNumber} was answered {Status} at {Endpoint}", RequestNumber.Current, response.StatusCode, EndpointOf(context));
            await page.Write(context);
        }
    }

    private static (int Status, int? RetryAfterSeconds) AnswerTo(Exception why) => why switch
    {
        HashLanesBusy => (StatusCodes.Status503ServiceUnavailable, HashLanes.RetryAfterSeconds),
        // The database is down, stalled, failing over, or its disk is full: not now, but soon.
        DbException or TimeoutException or { InnerException: DbException or TimeoutException } => (StatusCodes.Status503ServiceUnavailable, 5),
        BadHttpRequestException bad => (bad.StatusCode, null),
        _ => (StatusCodes.Status500InternalServerError, null),
    };

    private static string EndpointOf(HttpContext context) => context.GetEndpoint()?.DisplayName ?? "no endpoint";
}
