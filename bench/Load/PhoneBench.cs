using System.Globalization;
using System.Text;
using Daypass.TestHost;

namespace Daypass.Bench;

/// <summary>The phone's part of a sign-in: <c>bench/run phones [--seconds N] [--waiting N]</c>.</summary>
internal static class PhoneBench
{
    private const int Parallel = 2;
    private const int Answered = 100;

    // So many that nobody signs in often enough for a burst.
    private const int People = 5000;

    public static async Task<int> Run(TimeSpan duration, int waiting)
    {
        var report = new StringBuilder();
        void Say(FormattableString line)
        {
            var text = line.ToString(CultureInfo.InvariantCulture);
            Console.WriteLine(text);
            report.AppendLine(text);
        }

        Say($"| From the tap on the phone to the signed-in page | sign-ins | p50 ms | p99 ms | longest ms | failed |");
        Say($"|---|---|---|---|---|---|");
        var all = true;
        foreach (var (kind, servers) in new[] { (DatabaseKind.Sqlite, 1), (DatabaseKind.PostgreSql, 1), (DatabaseKind.PostgreSql, 2) })
        {
            await using var peer = await PhonePeer.Start(kind, People, servers);
            var figures = await peer.ApproveToSignedIn(Parallel, duration);
            var where = servers == 1 ? "" : ", the phone at the other of two servers";
            Say($"| {kind}{where} | {figures.Count} | {figures.P50:0.0} | {figures.P99:0.0} | {figures.Longest:0.0} | {figures.Failed} |");
            all &= figures.Failed == 0;
        }

        Say($"");
        Say($"| Pages that wait at one server | pages | MiB before | MiB more | KiB a page | processors while nothing happens | answer to page: p50 ms | p99 ms |");
        Say($"|---|---|---|---|---|---|---|---|");
        foreach (var (kind, servers) in new[] { (DatabaseKind.Sqlite, 1), (DatabaseKind.PostgreSql, 1), (DatabaseKind.PostgreSql, 2) })
        {
            await using var peer = await PhonePeer.Start(kind, People, servers);
            var held = await peer.Hold(waiting, Answered);
            var where = servers == 1 ? "" : ", the phones at the other of two servers";
            Say($"| {kind}{where} | {held.Pages} | {held.Before:0} | {held.More:0} | {held.More * 1024 / held.Pages:0.0} | {held.Load:0.00} | {held.Answers.P50:0.0} | {held.Answers.P99:0.0} |");
            all &= held.Pages == waiting;
        }

        await File.WriteAllTextAsync(Repository.Artifact("bench", "phones.md"), report.ToString());
        return all ? 0 : 1;
    }
}
