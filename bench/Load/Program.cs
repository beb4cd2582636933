// Measures what is to be compared side by side in one run: bench/run [--rounds N] [--seconds N].

using System.Globalization;
using Daypass.Bench;
using Daypass.TestHost;

const int Parallel = 4;
var rounds = Math.Clamp(Option("--rounds", 3), 1, 20);
var duration = TimeSpan.FromSeconds(Math.Clamp(Option("--seconds", 10), 1, 60));
var report = new Report();

for (var round = 0; round < rounds; round++)
{
    report.NewRound();
    await report.Add("Argon2id alone, 2 threads", () => Task.FromResult(RawHash.Run(threads: 2, duration)));
    foreach (var kind in Enum.GetValues<DatabaseKind>())
    {
        await using (var peer = await IdentityPeer.Start(kind, freeHash: false, users: 200))
        {
            await report.Add($"Identity, {kind}: sign-in", () => peer.SignIns(Parallel, duration));
        }

        await using (var peer = await IdentityPeer.Start(kind, freeHash: true, users: 600))
        {
            await report.Add($"Identity, {kind}, free hash: sign-in", () => peer.SignIns(Parallel, duration));
            await report.Add($"Identity, {kind}, free hash: new recovery codes", () => peer.NewRecoveryCodes(Parallel, duration));
        }
    }
}

Console.WriteLine();
Console.WriteLine(report);
await File.WriteAllTextAsync(Repository.Artifact("bench", "report.md"), report.ToString());
return report.AllReached ? 0 : 1;

int Option(string name, int usual) =>
    Array.IndexOf(args, name) is >= 0 and var at ? int.Parse(args[at + 1], CultureInfo.InvariantCulture) : usual;
