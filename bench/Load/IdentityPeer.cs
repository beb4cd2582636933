using System.Net;
using System.Net.Http.Json;
using Daypass.TestHost;

namespace Daypass.Bench;

/// <summary>The Identity application in a process of its own, and what its people do.</summary>
internal sealed class IdentityPeer : IAsyncDisposable
{
    private const int CodesPerUser = 10;

    private const int MadeAtOnce = 20;

    private readonly Companion _server;
    private readonly PostgreSqlDatabase? _database;
    private readonly Uri _address;
    private readonly Person[] _people;

    private IdentityPeer(Companion server, PostgreSqlDatabase? database, int port)
    {
        (_server, _database, _address) = (server, database, new Uri($"http://127.0.0.1:{port}"));
        _people = [.. File.ReadLines(Path.Combine(server.Folder, "accounts.txt")).Select(x => x.Split(' ')).Select(x => new Person(x[0], x[1], new(x[2..])))];
    }

    private sealed record Person(string Email, string Password, Queue<string> Codes);

    public static async Task<IdentityPeer> Start(DatabaseKind kind, bool freeHash, int users)
    {
        var (folder, port) = (Companion.NewFolder("peer"), Companion.FreePort());
        var database = kind == DatabaseKind.PostgreSql ? await (await PostgreSqlCluster.Shared).CreateEmptyDatabase() : null;
        string[] storage = database is null ? ["--SqliteFile", Path.Combine(folder, "peer.db")] : ["--PostgreSql", database.OwnerConnectionString];
        string[] program =
        [
            "dotnet", Path.Combine(AppContext.BaseDirectory.Replace("/Load/", "/IdentityPeer/", StringComparison.Ordinal), "IdentityPeer.dll"),
            "--urls", $"http://127.0.0.1:{port}", "--contentRoot", folder,
            "--FreeHash", $"{freeHash}", "--Users", $"{users}", "--CodesPerUser", $"{CodesPerUser}", "--AccountsFile", Path.Combine(folder, "accounts.txt"),
            .. storage,
        ];
        var server = await Companion.Start(folder, port, "KILL", program);
        return new IdentityPeer(server, database, port);
    }

    /// <summary>Password and recovery code, one request each, every person used by one worker only; ends when the codes are used up.</summary>
    public Task<Figures> SignIns(int parallel, TimeSpan duration)
    {
        var turns = new int[parallel];
        return LoadRun.Run(parallel, duration, _server.ProcessId, async worker =>
        {
            var own = (_people.Length - worker + parallel - 1) / parallel;
            var person = _people[worker + (turns[worker]++ % own * parallel)];
            if (!person.Codes.TryDequeue(out var code))
            {
                return null;
            }

            using var client = Browser.New(_address);
            return await SignIn(client, person, code);
        }, warmUp: true);
    }

    /// <summary>New recovery codes for one person after the other.</summary>
    public Task<Figures> NewRecoveryCodes(TimeSpan duration) =>
        LoadRun.Batches(_address, "/bench/new-recovery-codes", MadeAtOnce, duration, _server.ProcessId);

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        if (_database is not null)
        {
            await _database.DisposeAsync();
        }
    }

    private static async Task<bool> SignIn(HttpClient client, Person person, string code)
    {
        using var answer = await client.PostAsJsonAsync(
            "/login?useCookies=true", new { email = person.Email, password = person.Password, twoFactorRecoveryCode = code });
        return answer.StatusCode == HttpStatusCode.OK;
    }
}
