using System.Net;
using Daypass.TestHost;

namespace Daypass.Bench;

/// <summary>Daypass in a process of its own (see <see cref="DaypassServer"/>), and what its people do, page by page as a browser would.</summary>
internal sealed class DaypassPeer : IAsyncDisposable
{
    /// <summary>Codes issued within one request, so that the request itself does not count.</summary>
    private const int IssuedAtOnce = 20;

    private static readonly Uri SignInPage = new($"/{DaypassServer.Firm}/signin", UriKind.Relative);
    private static readonly Uri FirstPage = new($"/{DaypassServer.Firm}/", UriKind.Relative);

    private readonly Companion _server;
    private readonly TestDatabase _database;
    private readonly Uri _address;
    private readonly Person[] _people;

    private DaypassPeer(Companion server, TestDatabase database, Uri address)
    {
        (_server, _database, _address) = (server, database, address);
        _people = [.. File.ReadLines(Path.Combine(server.Folder, "accounts.txt")).Select(x => x.Split(' ')).Select(x => new Person(x[0], x[1], x[2]))];
    }

    private sealed record Person(string Email, string Password, string Code);

    public static async Task<DaypassPeer> Start(DatabaseKind kind, bool freeHash, int people)
    {
        var (folder, port, database) = (Companion.NewFolder("daypass"), Companion.FreePort(), await TestDatabase.Create(kind));
        var address = new Uri($"http://127.0.0.1:{port}");
        string[] storage = database.PostgreSql is { } connection ? [$"--Daypass:ConnectionString={connection}"] : [];
        string[] program =
        [
            Environment.ProcessPath!, "serve", $"--urls={address}", $"--Daypass:PublicOrigin={address}", "--Daypass:Support:Url=", $"--Daypass:DataFolder={database.Folder}",
            $"--FreeHash={freeHash}", $"--People={people}", $"--AccountsFile={Path.Combine(folder, "accounts.txt")}", .. storage,
        ];
        return new DaypassPeer(await Companion.Start(folder, port, "KILL", program), database, address);
    }

    /// <summary>Password and temporary code by browsers that were never there before, every person used by one worker only.</summary>
    public Task<Figures> SignIns(int parallel, TimeSpan duration)
    {
        var turns = new int[parallel];
        return LoadRun.Run(parallel, duration, _server.ProcessId, async worker =>
        {
            var own = (_people.Length - worker + parallel - 1) / parallel;
            using var client = LoadRun.NewClient(_address);
            return await SignIn(client, _people[worker + (turns[worker]++ % own * parallel)]);
        }, warmUp: true);
    }

    /// <summary>Issued codes: code, audit line and notice in one transaction.</summary>
    public async Task<Figures> Issue(TimeSpan duration)
    {
        using var client = LoadRun.NewClient(_address);
        var figures = await LoadRun.Run(1, duration, _server.ProcessId, async _ =>
        {
            using var answer = await client.PostAsync(new Uri($"/bench/issue/{IssuedAtOnce}", UriKind.Relative), content: null);
            return answer.IsSuccessStatusCode;
        }, warmUp: true);
        return figures.Each(IssuedAtOnce);
    }

    /// <summary>Wrong passwords from many connections, and beside them one person who signs in again and again and one who looks at a page.</summary>
    public async Task<(Figures Attack, Figures HonestSignIns, Figures LivePages)> Flood(int connections, TimeSpan duration)
    {
        var cookies = new CookieContainer();
        using var honest = LoadRun.NewClient(_address, cookies);
        using var signedIn = LoadRun.NewClient(_address);
        if (!await SignIn(honest, _people[0]) || !await SignIn(signedIn, _people[1]))
        {
            throw new InvalidOperationException("Nobody gets in.");
        }

        // As everywhere: the page is compiled before it is measured.
        for (var look = 0; look < 200; look++)
        {
            using var page = await signedIn.GetAsync(FirstPage);
        }

        var attackers = Enumerable.Range(0, connections).Select(_ => LoadRun.NewClient(_address)).ToArray();
        var forms = await Task.WhenAll(attackers.Select(x => FormPage.Get(x, SignInPage, "current-password")));
        var attack = LoadRun.Run(connections, duration, _server.ProcessId, async worker =>
        {
            // Half of them at logins that are there.
            var email = worker % 2 == 0 ? _people[2 + (worker % (_people.Length - 2))].Email : $"nobody{worker}@bench.example";
            using var answer = await forms[worker]!.Post(attackers[worker], ("username", email), ("current-password", "Wrong-horse-7-battery"));
            return answer.StatusCode is HttpStatusCode.OK or HttpStatusCode.ServiceUnavailable;
        });
        var signIns = LoadRun.Run(1, duration, _server.ProcessId, async _ =>
        {
            foreach (Cookie cookie in cookies.GetAllCookies())
            {
                // Signed out, but known as a browser that was there before.
                cookie.Expired = cookie.Name.EndsWith($"daypass-{DaypassServer.Firm}", StringComparison.Ordinal);
            }

            return await SignIn(honest, _people[0]);
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

    private static async Task<bool> SignIn(HttpClient client, Person person)
    {
        if (await FormPage.Get(client, SignInPage, "current-password") is not { } passwordStep)
        {
            return false;
        }

        using var passwordAnswer = await passwordStep.Post(client, ("username", person.Email), ("current-password", person.Password));
        if (passwordAnswer.StatusCode != HttpStatusCode.Redirect
            || await FormPage.Get(client, passwordAnswer.Headers.Location!, "one-time-code") is not { } codeStep)
        {
            return false;
        }

        using var codeAnswer = await codeStep.Post(client, ("one-time-code", person.Code));
        return codeAnswer.StatusCode == HttpStatusCode.Redirect
            && codeAnswer.Headers.TryGetValues("Set-Cookie", out var set)
            && set.Any(x => x.Contains($"daypass-{DaypassServer.Firm}=", StringComparison.Ordinal));
    }
}
