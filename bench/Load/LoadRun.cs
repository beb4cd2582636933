using System.Diagnostics;
using System.Net;

namespace Daypass.Bench;

/// <summary>A load from parallel connections, bounded in time and count, against this machine only.</summary>
internal static class LoadRun
{
    private const int MostOperations = 200_000;

    // A fresh process compiles what it runs, and again what it runs often: seen here, the processor time of an operation falls to a third
    // within the first thousand.
    private const int WarmUpOperations = 1000;
    private static readonly TimeSpan LongestWarmUp = TimeSpan.FromSeconds(20);

    /// <summary>A client with its own connection and cookies, for one worker.</summary>
    public static HttpClient NewClient(Uri address, CookieContainer? cookies = null)
    {
        if (!address.IsLoopback)
        {
            throw new InvalidOperationException($"{address} is not on this machine: a load is sent to loopback addresses only.");
        }

        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseProxy = false,
            UseCookies = true,
            CookieContainer = cookies ?? new CookieContainer(),
            MaxConnectionsPerServer = 1,
        };
        return new HttpClient(handler) { BaseAddress = address, Timeout = TimeSpan.FromSeconds(60) };
    }

    /// <summary>Lets every worker repeat an operation until the time is over or one of them has nothing left to do.</summary>
    /// <param name="measured">The process whose processor time is taken.</param>
    /// <param name="operation">Is given the worker's number; true: done, false: failed, null: nothing left.</param>
    /// <param name="warmUp">Whether the same is done before without being counted.</param>
    /// <param name="pause">What a worker waits between two operations.</param>
    public static async Task<Figures> Run(
        int parallel, TimeSpan duration, int measured, Func<int, Task<bool?>> operation, bool warmUp = false, TimeSpan pause = default)
    {
        if (warmUp)
        {
            await Repeat(parallel, LongestWarmUp, WarmUpOperations, operation, pause);
        }

        var (cpu, clock) = (ProcessorTime.Of(measured), Stopwatch.StartNew());
        var (milliseconds, failed) = await Repeat(parallel, duration, MostOperations, operation, pause);
        return Figures.From(milliseconds, failed, clock.Elapsed, ProcessorTime.Of(measured) - cpu);
    }

    private static async Task<(IEnumerable<double> Milliseconds, int Failed)> Repeat(
        int parallel, TimeSpan duration, int most, Func<int, Task<bool?>> operation, TimeSpan pause)
    {
        using var end = new CancellationTokenSource(duration);
        var share = Math.Max(1, most / parallel);
        var results = await Task.WhenAll(Enumerable.Range(0, parallel).Select(worker => Task.Run(() => Work(worker, share, operation, pause, end))));
        return (results.SelectMany(x => x.Milliseconds), results.Sum(x => x.Failed));
    }

    private static async Task<(List<double> Milliseconds, int Failed)> Work(
        int worker, int share, Func<int, Task<bool?>> operation, TimeSpan pause, CancellationTokenSource end)
    {
        var (milliseconds, failed) = (new List<double>(), 0);
        while (!end.IsCancellationRequested && milliseconds.Count + failed < share)
        {
            var began = Stopwatch.GetTimestamp();
            if (await operation(worker) is not { } done)
            {
                await end.CancelAsync();
                break;
            }

            if (done)
            {
                milliseconds.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
            }
            else
            {
                failed++;
            }

            if (pause > TimeSpan.Zero)
            {
                await Task.Delay(pause);
            }
        }

        return (milliseconds, failed);
    }
}
