using System.Net;
using Daypass.TestHost;

namespace Daypass.Bench;

/// <summary>Daypass in a process of its own (see <see cref="DaypassServer"/>), and what its people do, page by page as a browser would.</summary>
internal sealed class DaypassPeer : IAsyncDisposable
{
    private const int IssuedAtOnce = 20;

    private const string SessionCookie = $"daypass-{DaypassServer.Firm}";
    private static readonly PageSignIn SignIn = new(new Uri($"/{DaypassServer.Firm}/signin", UriKind.Relative), SessionCookie);
    private static readonly Uri FirstPage = new($"/{DaypassServer.Firm}/", UriKind.Relative);

    private readonly Companion _server;
    private readonly TestDatabase _database;
    private readonly Uri _address;
    private readonly Person[] _people;

    private DaypassPeer(Companion server, TestDatabase database, Uri address)
    {
        (_server, _database, _address) = (server, database, address);
        _people = Person.ReadAll(Path.Combine(server.Folder, "accounts.txt"));
    }

    /// <param name="program">Another build of this program whose server is to be measured; null: this one's.</param>
    public static async Task<DaypassPeer> Start(DatabaseKind kind, bool freeHash, int people, string? program = null)
    {
        var (folder, port, database) = (Companion.NewFolder("daypass"), Companion.FreePort(), await TestDatabase.Create(kind));
        var address = new Uri($"http://127.0.0.1:{port}");
        string[] storage = database.PostgreSql is { } connection ? [$"--Daypass:ConnectionString={connection}"] : [];
        string[] command =
        [
            program ?? Environment.ProcessPath!, "serve", $"--urls={address}", $"--Daypass:PublicOrigin={address}", "--Daypass:Support:Url=", $"--Daypass:DataFolder={database.Folder}",
            $"--FreeHash={freeHash}", $"--People={people}", $"--AccountsFile={Path.Combine(folder, "accounts.txt")}", .. storage,
        ];
        return new DaypassPeer(await Companion.Start(folder, port, "KILL", command), database, address);
    }

    /// <summary>Password and temporary code by browsers that were never there before, every person used by one worker only.</summary>
    public Task<Figures> SignIns(int parallel, TimeSpan duration, bool warmUp = true) =>
        SignIn.Load(_address, _people, parallel, duration, _server.ProcessId, warmUp);

    /// <summary>Issued codes: code, audit line and notice in one transaction.</summary>
    public Task<Figures> Issue(TimeSpan duration, bool warmUp = true) =>
        LoadRun.Batches(_address, "/bench/issue", IssuedAtOnce, duration, _server.ProcessId, warmUp);

    /// <summary>Wrong passwords from many connections, and beside them one person who signs in again and again and one who looks at a page.</summary>
    public async Task<(Figures Attack, Figures HonestSignIns, Figures LivePages)> Flood(int connections, TimeSpan duration)
    {
        using var honest = Browser.New(_address, out var browser);
        using var signedIn = Browser.New(_address);
        if (!await SignIn.Run(honest, _people[0]) || !await SignIn.Run(signedIn, _people[1]))
        {
            throw new InvalidOperationException("Nobody gets in.");
        }

        // As everywhere: the page is compiled before it is measured.
        for (var look = 0; look < 200; look++)
        {
            using var page = await signedIn.GetAsync(FirstPage);
        }

        var attackers = Enumerable.Range(0, connections).Select(_ => Browser.New(_address)).ToArray();
        var forms = await Task.WhenAll(attackers.Select(x => SignIn.PasswordStep(x)));
        var attack = LoadRun.Run(connections, duration, _server.ProcessId, async worker =>
        {
            // Half of them at logins that are there.
            var email = worker % 2 == 0 ? _people[2 + (worker % (_people.Length - 2))].Email : $"nobody{worker}@bench.example";
            using var answer = await forms[worker]!.Post(attackers[worker], ("username", email), ("current-password", "Wrong-horse-7-battery"));
            return answer.StatusCode is HttpStatusCode.OK or HttpStatusCode.ServiceUnavailable;
        });
        var signIns = LoadRun.Run(1, duration, _server.ProcessId, async _ =>
        {
            // Signed out, but known as a browser that was there before.
            browser.Forget(SessionCookie);
            return await SignIn.Run(honest, _people[0]);
        }, pause: TimeSpan.FromMilliseconds(200));
        var pages = LoadRun.Run(1, duration, _server.ProcessId, async _ =>
        {
            using var answer = await signedIn.GetAsync(FirstPage);
            return answer.StatusCode == HttpStatusCode.OK;
        }, pause: TimeSpan.FromMilliseconds(50));
        return (await attack, await signIns, await pages);
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        await _database.DisposeAsync();
    }
}
