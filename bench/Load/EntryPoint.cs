using System.Globalization;
using Daypass.TestHost;

namespace Daypass.Bench;

/// <summary>Measures what is to be compared side by side, in one run: <c>bench/run [--rounds N] [--seconds N]</c>, <c>bench/run phones [--seconds N] [--waiting N]</c>.</summary>
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

        var rounds = Math.Clamp(Option(args, "--rounds", 3), 1, 20);
        var duration = TimeSpan.FromSeconds(Math.Clamp(Option(args, "--seconds", 10), 1, 60));
        var report = new Report();
        for (var round = 0; round < rounds; round++)
        {
            report.NewRound();
            // Not counted: what the build left running takes processors for some seconds, and the raw hash would look slow.
            RawHash.Run(threads: 2, TimeSpan.FromSeconds(15));
            await report.Add("Argon2id alone, 2 threads", () => Task.FromResult(RawHash.Run(threads: 2, duration)));
            foreach (var kind in Enum.GetValues<DatabaseKind>())
            {
                await WithHash(report, kind, duration);
                await WithFreeHash(report, kind, duration);
            }
        }

        foreach (var kind in Enum.GetValues<DatabaseKind>())
        {
            SetGoals(report, kind);
        }

        Console.WriteLine();
        Console.WriteLine(report);
        await File.WriteAllTextAsync(Repository.Artifact("bench", "report.md"), report.ToString());
        return report.AllReached ? 0 : 1;
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

        await using var identity = await IdentityPeer.Start(kind, freeHash: false, users: 200);
        await report.Add($"Identity, {kind}: sign-in", () => identity.SignIns(Parallel, duration));
    }

    private static async Task WithFreeHash(Report report, DatabaseKind kind, TimeSpan duration)
    {
        await using (var daypass = await DaypassPeer.Start(kind, freeHash: true, people: 600))
        {
            await report.Add($"Daypass, {kind}, free hash: sign-in", () => daypass.SignIns(Parallel, duration));
            await report.Add($"Daypass, {kind}: issued code", () => daypass.Issue(duration));
        }

        await using var identity = await IdentityPeer.Start(kind, freeHash: true, users: 600);
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

    private static int Option(string[] args, string name, int usual) =>
        Array.IndexOf(args, name) is >= 0 and var at ? int.Parse(args[at + 1], CultureInfo.InvariantCulture) : usual;
}
