using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;

namespace Daypass.Server.Hosting;

/// <summary>
/// What a page is told that waits for something to happen elsewhere (wwwroot/waiting.js): server-sent events, or for whom they do not
/// reach the same word as JSON. A word other than <see cref="Still"/> is the last one. A stream ends by itself after a while, also so
/// that a server can stop; the page then asks again. Few streams are held for one thing that is waited for: whoever opens more gets the word.
/// </summary>
internal static class WaitingPage
{
    /// <summary>Tabs of one browser, or a stream that the server has not yet seen end.</summary>
    public const int StreamsAtOnce = 3;

    public const string Still = "waiting";

    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(75);

    /// <summary>Proxies cut off what is silent for longer, often after a minute.</summary>
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(20);

    /// <param name="what">What is waited for.</param>
    /// <param name="look">The word for how things stand.</param>
    /// <param name="pause">Returns when it is time to look again, at the latest after the time given.</param>
    public static IResult Answer(HttpContext context, Guid what, Func<Task<string>> look, Func<TimeSpan, CancellationToken, Task> pause)
    {
        if (context.Request.GetTypedHeaders().Accept.Any(x => x.MediaType == "application/json")
            || context.RequestServices.GetRequiredService<OpenStreams>().Open(what) is not { } stream)
        {
            return new Word(look);
        }

        context.Response.RegisterForDispose(stream);

        // nginx would hold the words back.
        context.Response.Headers["X-Accel-Buffering"] = "no";
        var stopping = context.RequestServices.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
        return TypedResults.ServerSentEvents(Words(look, pause, stopping, context.RequestAborted));
    }

    private static async IAsyncEnumerable<SseItem<string>> Words(
        Func<Task<string>> look, Func<TimeSpan, CancellationToken, Task> pause, CancellationToken stopping, [EnumeratorCancellation] CancellationToken gone)
    {
        using var until = CancellationTokenSource.CreateLinkedTokenSource(stopping, gone);
        until.CancelAfter(Longest);
        var said = TimeSpan.MinValue;
        var watch = System.Diagnostics.Stopwatch.StartNew();
        while (!until.IsCancellationRequested)
        {
            var word = await look();
            if (word != Still || said == TimeSpan.MinValue || watch.Elapsed - said >= Silence)
            {
                said = watch.Elapsed;
                yield return new SseItem<string>(word, word);
            }

            if (word != Still)
            {
                yield break;
            }

            try
            {
                await pause(Silence, until.Token);
            }
            catch (OperationCanceledException)
            {
                yield break;
            }
        }
    }

    private sealed class Word(Func<Task<string>> look) : IResult
    {
        public async Task ExecuteAsync(HttpContext httpContext) => await httpContext.Response.WriteAsJsonAsync(new { @event = await look() });
    }
}
