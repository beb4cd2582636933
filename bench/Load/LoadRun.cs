using System.Diagnostics;

namespace Daypass.Bench;

/// <summary>A load from parallel connections, bounded in time and count, against this machine only.</summary>
internal static class LoadRun
{
    private const int MostOperations = 200_000;

    // A fresh process compiles what it runs, again what it runs often, and once more by what was counted of it: seen here, a sign-in takes
    // 7.0 ms of a processor after the first thousand and 3.5 ms after 5,000.
    private const int WarmUpOperations = 5_000;
    private static readonly TimeSpan LongestWarmUp = TimeSpan.FromSeconds(75);

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

        var (cpu, own, clock) = (ProcessorTime.Of(measured), ProcessorTime.Of(Environment.ProcessId), Stopwatch.StartNew());
        var (milliseconds, failed) = await Repeat(parallel, duration, MostOperations, operation, pause);
        return Figures.From(milliseconds, failed, clock.Elapsed, ProcessorTime.Of(measured) - cpu, ProcessorTime.Of(Environment.ProcessId) - own);
    }

    /// <summary>One connection that asks again and again for something that the server does several times within a request, so that the request itself does not count.</summary>
    public static async Task<Figures> Batches(Uri address, string path, int several, TimeSpan duration, int measured, bool warmUp = true)
    {
        using var client = Browser.New(address);
        var figures = await Run(1, duration, measured, async _ =>
        {
            using var answer = await client.PostAsync(new Uri($"{path}/{several}", UriKind.Relative), content: null);
            return answer.IsSuccessStatusCode;
        }, warmUp);
        return figures.Each(several);
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
            if (await Try(worker, operation) is not { } done)
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

    /// <summary>An answer that does not come is a failure to be counted, not the end of the run.</summary>
    private static async Task<bool?> Try(int worker, Func<int, Task<bool?>> operation)
    {
        try
        {
            return await operation(worker);
        }
        catch (Exception why) when (why is HttpRequestException or TaskCanceledException)
        {
            return false;
        }
    }
}
