using System.Globalization;
using Daypass.TestHost;

namespace Daypass.Bench;

/// <summary>
/// Measures what is to be compared side by side, in one run: <c>bench/run [--rounds N] [--seconds N] [--free-hash]</c>,
/// <c>bench/run phones [--seconds N] [--waiting N]</c>, <c>bench/run against PROGRAM [--slices N] [--postgresql]</c>.
/// </summary>
internal static class EntryPoint
{
    private const int Parallel = 4;
    private const int Attackers = 64;

    public static async Task<int> Main(string[] args)
    {
        if (args is ["serve", .. var settings])
        {
            return await DaypassServer.Run(settings);
        }

        if (args is ["serve-phones", .. var phones])
        {
            return await PhoneServer.Run(phones);
        }

        if (args is ["phones", .. var options])
        {
            return await PhoneBench.Run(TimeSpan.FromSeconds(Math.Clamp(Option(options, "--seconds", 10), 1, 60)), Math.Clamp(Option(options, "--waiting", 10_000), 1_000, 15_000));
        }

        if (args is ["against", var before, .. var how])
        {
            return await TurnByTurn.Run(before, how.Contains("--postgresql") ? DatabaseKind.PostgreSql : DatabaseKind.Sqlite, Math.Clamp(Option(how, "--slices", 8), 2, 100));
        }

        var rounds = Math.Clamp(Option(args, "--rounds", 3), 1, 20);
        var duration = TimeSpan.FromSeconds(Math.Clamp(Option(args, "--seconds", 10), 1, 60));
        var report = new Report();
        for (var round = 0; round < rounds; round++)
        {
            report.NewRound();
            if (!args.Contains("--free-hash"))
            {
                // Not counted: what the build left running takes processors for some seconds, and the raw hash would look slow.
                RawHash.Run(threads: 2, TimeSpan.FromSeconds(15));
                await report.Add("Argon2id alone, 2 threads", () => Task.FromResult(RawHash.Run(threads: 2, duration)));
                await FloorWithHash(report, duration);
                foreach (var kind in Enum.GetValues<DatabaseKind>())
                {
                    await WithHash(report, kind, duration);
                }
            }

            await FloorWithFreeHash(report, duration);
            foreach (var kind in Enum.GetValues<DatabaseKind>())
            {
                await WithFreeHash(report, kind, duration);
            }
        }

        foreach (var kind in Enum.GetValues<DatabaseKind>())
        {
            SetGoals(report, kind);
        }

        CompareWithFloor(report);

        Console.WriteLine();
        Console.WriteLine(report);
        await File.WriteAllTextAsync(Repository.Artifact("bench", "report.md"), report.ToString());
        return report.AllReached ? 0 : 1;
    }

    private static async Task FloorWithHash(Report report, TimeSpan duration)
    {
        await using var floor = await FloorPeer.Start(freeHash: false, people: 200);
        await report.Add("Floor: sign-in", () => floor.SignIns(Parallel, duration));
    }

    private static async Task FloorWithFreeHash(Report report, TimeSpan duration)
    {
        await using var floor = await FloorPeer.Start(freeHash: true, people: 600);
        await report.Add("Floor, free hash: sign-in", () => floor.SignIns(Parallel, duration));
        await report.Add("Floor: issued code", () => floor.Issue(duration));
    }

    private static async Task WithHash(Report report, DatabaseKind kind, TimeSpan duration)
    {
        await using (var daypass = await DaypassPeer.Start(kind, freeHash: false, people: 200))
        {
            await report.Add($"Daypass, {kind}: sign-in", () => daypass.SignIns(Parallel, duration));
            var (attack, signIns, pages) = await daypass.Flood(Attackers, duration);
            report.Add($"Daypass, {kind}, flooded: wrong passwords", attack);
            report.Add($"Daypass, {kind}, flooded: honest sign-in", signIns);
            report.Add($"Daypass, {kind}, flooded: live page", pages);
        }

        await using var identity = await IdentityPeer.Start(kind, freeHash: false, users: 700);
        await report.Add($"Identity, {kind}: sign-in", () => identity.SignIns(Parallel, duration));
    }

    private static async Task WithFreeHash(Report report, DatabaseKind kind, TimeSpan duration)
    {
        await using (var daypass = await DaypassPeer.Start(kind, freeHash: true, people: 600))
        {
            await report.Add($"Daypass, {kind}, free hash: sign-in", () => daypass.SignIns(Parallel, duration));
            await report.Add($"Daypass, {kind}: issued code", () => daypass.Issue(duration));
        }

        // More people than the others have: it uses a recovery code up with each sign-in, in the warm-up too.
        await using var identity = await IdentityPeer.Start(kind, freeHash: true, users: 2_000);
        await report.Add($"Identity, {kind}, free hash: sign-in", () => identity.SignIns(Parallel, duration));
        await report.Add($"Identity, {kind}: new recovery codes", () => identity.NewRecoveryCodes(duration));
    }

    private static void SetGoals(Report report, DatabaseKind kind)
    {
        report.Ratio($"{kind}: Daypass's sign-ins to Argon2id alone", $"Daypass, {kind}: sign-in", "Argon2id alone, 2 threads", x => x.PerSecond, atLeast: 0.9);
        report.Ratio($"{kind}: Daypass's sign-ins to Identity's", $"Daypass, {kind}: sign-in", $"Identity, {kind}: sign-in", x => x.PerSecond);
        var (ours, theirs) = ($"Daypass, {kind}, free hash: sign-in", $"Identity, {kind}, free hash: sign-in");
        report.Ratio($"{kind}, free hash: Daypass's CPU for a sign-in to Identity's", ours, theirs, x => x.Cpu, atMost: 1.0 / 3);
        report.Ratio($"{kind}, free hash: Daypass's p99 to Identity's", ours, theirs, x => x.P99, atMost: kind == DatabaseKind.Sqlite ? 0.1 : null);
        report.Ratio($"{kind}: CPU of an issued code to Identity's new recovery codes", $"Daypass, {kind}: issued code", $"Identity, {kind}: new recovery codes", x => x.Cpu, atMost: 1);
        report.Goal($"{kind}, flooded: longest honest sign-in, ms", $"Daypass, {kind}, flooded: honest sign-in", x => x.Longest, atMost: 1000);
        report.Goal($"{kind}, flooded: p99 of a live session's page, ms", $"Daypass, {kind}, flooded: live page", x => x.P99, atMost: 50);
    }

    /// <summary>What of the goals this machine gives to a sign-in of this shape at all, and how far Daypass is from that.</summary>
    private static void CompareWithFloor(Report report)
    {
        var (sqlite, floor) = ($"{DatabaseKind.Sqlite}", "Floor, free hash: sign-in");
        var (ours, theirs) = ($"Daypass, {sqlite}, free hash: sign-in", $"Identity, {sqlite}, free hash: sign-in");
        report.Ratio("Floor's sign-ins to Argon2id alone", "Floor: sign-in", "Argon2id alone, 2 threads", x => x.PerSecond);
        report.Ratio("Daypass's sign-ins to Floor's", $"Daypass, {sqlite}: sign-in", "Floor: sign-in", x => x.PerSecond);
        report.Ratio("Free hash: Floor's CPU for a sign-in to Identity's", floor, theirs, x => x.Cpu);
        report.Ratio("Free hash: Daypass's CPU for a sign-in to Floor's", ours, floor, x => x.Cpu);
        report.Ratio("Free hash: Floor's p99 to Identity's", floor, theirs, x => x.P99);
        report.Ratio("Free hash: Daypass's p99 to Floor's", ours, floor, x => x.P99);
        report.Ratio("CPU of Floor's issued code to Identity's new recovery codes", "Floor: issued code", $"Identity, {sqlite}: new recovery codes", x => x.Cpu);
        report.Ratio("CPU of Daypass's issued code to Floor's", $"Daypass, {sqlite}: issued code", "Floor: issued code", x => x.Cpu);
    }

    private static int Option(string[] args, string name, int usual) =>
        Array.IndexOf(args, name) is >= 0 and var at ? int.Parse(args[at + 1], CultureInfo.InvariantCulture) : usual;
}
