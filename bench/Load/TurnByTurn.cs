using System.Globalization;
using Daypass.TestHost;

namespace Daypass.Bench;

/// <summary>
/// Whether a change makes things cheaper, on a machine that is never quiet: two builds stand side by side and are measured in turn, a
/// slice each; what is compared is neighbours. <c>bench/run against PROGRAM</c>, the other build's Daypass.Bench.
/// </summary>
internal static class TurnByTurn
{
    private const int Parallel = 4;
    private const int People = 120;
    private static readonly TimeSpan Slice = TimeSpan.FromSeconds(1.5);

    // The server goes on compiling for some seconds after the first thousand.
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(5);

    public static async Task<int> Run(string before, DatabaseKind kind, int slices)
    {
        await using var theirs = await DaypassPeer.Start(kind, freeHash: true, People, before);
        await using var ours = await DaypassPeer.Start(kind, freeHash: true, People);
        await Compare("sign-in, free hash", slices, (peer, time, warmUp) => peer.SignIns(Parallel, time, warmUp), theirs, ours);
        await Compare("issued code", slices, (peer, time, warmUp) => peer.Issue(time, warmUp), theirs, ours);
        return 0;
    }

    private static async Task Compare(string what, int slices, Func<DaypassPeer, TimeSpan, bool, Task<Figures>> measure, DaypassPeer before, DaypassPeer after)
    {
        await measure(before, WarmUp, true);
        await measure(after, WarmUp, true);
        var pairs = new List<(Figures Before, Figures After)>();
        for (var slice = 0; slice < slices; slice++)
        {
            // Who comes first changes, so that what grows with time falls on both.
            var first = await measure(slice % 2 == 0 ? before : after, Slice, false);
            var second = await measure(slice % 2 == 0 ? after : before, Slice, false);
            pairs.Add(slice % 2 == 0 ? (first, second) : (second, first));
        }

        Say(what, "CPU", pairs, x => x.Cpu);
        Say(what, "p99", pairs, x => x.P99);
    }

    private static void Say(string what, string of, List<(Figures Before, Figures After)> pairs, Func<Figures, double> figure)
    {
        var ratios = pairs.Select(x => figure(x.After) / figure(x.Before)).Order().ToArray();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{what}, {of} ms: {Middle(pairs.Select(x => figure(x.Before))):0.00} before, {Middle(pairs.Select(x => figure(x.After))):0.00} after; ratio {Middle(ratios):0.000} ({ratios[0]:0.00} to {ratios[^1]:0.00})"));
    }

    private static double Middle(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
