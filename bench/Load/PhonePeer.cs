using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Daypass.TestHost;

namespace Daypass.Bench;

/// <summary>Browsers that wait for a phone, and the phones that answer them, at one server or two.</summary>
internal sealed partial class PhonePeer : IAsyncDisposable
{
    private static readonly Uri SignInPage = new($"/{PhoneServer.Firm}/signin", UriKind.Relative);
    private static readonly Uri FirstPage = new($"/{PhoneServer.Firm}/", UriKind.Relative);
    private static readonly Uri WaitingPage = new($"/{PhoneServer.Firm}/signin/waiting", UriKind.Relative);

    /// <summary>The first answers: the server compiles what it runs.</summary>
    private const int NotCounted = 10;

    private readonly TestDatabase _database;
    private readonly List<Companion> _servers = [];
    private readonly List<Uri> _addresses = [];
    private readonly ECDsa _key = ECDsa.Create();
    private Person[] _people = [];
    private int _next;

    private PhonePeer(TestDatabase database) => _database = database;

    private sealed record Person(string Email, Guid Device, Guid Account);

    private sealed record Held(string Cookie, Guid Request, string Number, Person Who);

    public int ProcessId => _servers[0].ProcessId;

    public static async Task<PhonePeer> Start(DatabaseKind kind, int people, int servers)
    {
        var peer = new PhonePeer(await TestDatabase.Create(kind));
        for (var number = 0; number < servers; number++)
        {
            var (folder, port) = (Companion.NewFolder("phones"), Companion.FreePort());
            peer._addresses.Add(new Uri($"http://127.0.0.1:{port}"));
            var file = Path.Combine(folder, "people.txt");
            string[] storage = peer._database.PostgreSql is { } connection ? [$"--Daypass:ConnectionString={connection}"] : [];
            peer._servers.Add(await Companion.Start(folder, port, "KILL",
            [
                Environment.ProcessPath!, "serve-phones", $"--urls={peer._addresses[^1]}", $"--Daypass:PublicOrigin={peer._addresses[0]}", "--Daypass:Support:Url=",
                $"--Daypass:DataFolder={peer._database.Folder}", $"--People={(number == 0 ? people : 0)}", $"--PeopleFile={file}", .. storage,
            ]));
            if (number == 0)
            {
                var lines = await File.ReadAllLinesAsync(file);
                peer._key.ImportPkcs8PrivateKey(Convert.FromBase64String(lines[0]), out _);
                peer._people = [.. lines.Skip(1).Select(x => x.Split(' ')).Select(x => new Person(x[0], Guid.Parse(x[1]), Guid.Parse(x[2])))];
            }
        }

        return peer;
    }

    /// <summary>From the tap on the phone to the page that the browser was on its way to. The phone's answer goes to the last server, the browser's to the first.</summary>
    public async Task<Figures> ApproveToSignedIn(int parallel, TimeSpan duration)
    {
        await Repeat(TimeSpan.FromSeconds(5));
        var (cpu, clock) = (ProcessorTime.Of(ProcessId), Stopwatch.StartNew());
        var results = await Repeat(duration);
        return Figures.From(results.Where(x => x is not null).Select(x => x!.Value.TotalMilliseconds), results.Count(x => x is null), clock.Elapsed, ProcessorTime.Of(ProcessId) - cpu);

        async Task<List<TimeSpan?>> Repeat(TimeSpan time)
        {
            var end = Stopwatch.StartNew();
            var done = await Task.WhenAll(Enumerable.Range(0, parallel).Select(_ => Task.Run(async () =>
            {
                var took = new List<TimeSpan?>();
                using var phone = Browser.New(_addresses[^1]);
                while (end.Elapsed < time)
                {
                    took.Add(await One(phone));
                }

                return took;
            })));
            return [.. done.SelectMany(x => x)];
        }
    }

    private async Task<TimeSpan?> One(HttpClient phone)
    {
        var who = _people[Interlocked.Increment(ref _next) % _people.Length];
        using var browser = Browser.New(_addresses[0]);
        if (await FormPage.Get(browser, SignInPage, "current-password") is not { } passwordStep)
        {
            return null;
        }

        using var passed = await passwordStep.Post(browser, ("username", who.Email), ("current-password", PhoneServer.Password));
        var step = new Uri(_addresses[0], passed.Headers.Location!);
        var page = await browser.GetStringAsync(step);
        if (Number().Match(page) is not { Success: true } number || FormPage.Read(step, page, "handler=Continue") is not { } goOn)
        {
            return null;
        }

        using var stream = await browser.GetAsync(WaitingPage, HttpCompletionOption.ResponseHeadersRead);
        using var words = new StreamReader(await stream.Content.ReadAsStreamAsync());
        await words.ReadLineAsync();
        var request = await Look(phone, who);
        await Task.Delay(RandomNumberGenerator.GetInt32(300));

        var began = Stopwatch.GetTimestamp();
        var answering = Answer(phone, who, request, number.Groups["number"].Value);
        while (await words.ReadLineAsync() is { } line && line != "event: approved")
        {
        }

        await words.ReadToEndAsync();
        using var signedIn = await goOn.Post(browser);
        using var first = await browser.GetAsync(FirstPage);
        var took = Stopwatch.GetElapsedTime(began);
        return await answering && first.StatusCode == HttpStatusCode.OK ? took : null;
    }

    /// <summary>Holds so many pages that wait at the first server, and answers some of them.</summary>
    public async Task<HeldFigures> Hold(int count, int answered)
    {
        using var desk = Browser.New(_addresses[0]);
        await Waiting(desk, 1); // not counted: the query is compiled
        var before = Memory();
        var held = await Waiting(desk, count);
        using var wire = new HttpClient(new SocketsHttpHandler { UseCookies = false, UseProxy = false }) { BaseAddress = _addresses[0], Timeout = Timeout.InfiniteTimeSpan };
        using var phone = Browser.New(_addresses[^1]);
        var pages = new List<(Held Of, StreamReader Words, HttpResponseMessage Answer)>();
        foreach (var some in held.Chunk(100))
        {
            pages.AddRange(await Task.WhenAll(some.Select(async x => await Open(wire, x))));
        }

        await Task.Delay(TimeSpan.FromSeconds(3));
        var (open, cpu, clock) = (pages.Count, ProcessorTime.Of(ProcessId), Stopwatch.StartNew());
        await Task.Delay(TimeSpan.FromSeconds(10));
        var load = (ProcessorTime.Of(ProcessId) - cpu) / clock.Elapsed;
        var memory = Memory() - before;
        var took = new List<double>();
        foreach (var (of, words, _) in pages.Where((_, i) => i % Math.Max(1, count / (answered + NotCounted)) == 0).Take(answered + NotCounted))
        {
            // Answers come when they come: not right after a server looked for those at the other.
            await Task.Delay(RandomNumberGenerator.GetInt32(300));
            var began = Stopwatch.GetTimestamp();
            var answering = Answer(phone, of.Who, of.Request, of.Number);
            while (await words.ReadLineAsync() is { } line && line != "event: approved")
            {
            }

            took.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
            _ = await answering ? true : throw new InvalidOperationException("The phone's answer was not taken.");
        }

        foreach (var (_, words, answer) in pages)
        {
            words.Dispose();
            answer.Dispose();
        }

        return new HeldFigures(open, before, memory, load, Figures.From(took.Skip(NotCounted), 0, clock.Elapsed, TimeSpan.Zero));
    }

    private async Task<Held[]> Waiting(HttpClient desk, int count)
    {
        using var answer = await desk.PostAsync(new Uri($"/bench/waiting/{count}", UriKind.Relative), content: null);
        var people = _people.ToDictionary(x => x.Email, StringComparer.Ordinal);
        return [.. (await answer.EnsureSuccessStatusCode().Content.ReadAsStringAsync()).Split('\n').Select(x => x.Split(' ')).Select(x => new Held(x[0], Guid.Parse(x[1]), x[2], people[x[3]]))];
    }

    private static async Task<(Held, StreamReader, HttpResponseMessage)> Open(HttpClient wire, Held held)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, WaitingPage) { Headers = { { "Cookie", $"daypass-{PhoneServer.Firm}.signin={held.Cookie}" } } };
        var answer = await wire.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        var words = new StreamReader(await answer.Content.ReadAsStreamAsync());
        return await words.ReadLineAsync() == "event: waiting" ? (held, words, answer) : throw new InvalidOperationException($"A page does not wait: {(int)answer.StatusCode}");
    }

    private async Task<Guid> Look(HttpClient phone, Person who)
    {
        var time = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();
        using var answer = await phone.PostAsJsonAsync(Api("look"), new { device = who.Device, time, signature = Sign("look", $"{who.Device}", $"{time}") });
        var waits = (await answer.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonElement>()).GetProperty("requests");
        return waits[0].GetProperty("id").GetGuid();
    }

    private async Task<bool> Answer(HttpClient phone, Person who, Guid request, string number)
    {
        var time = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();
        var signature = Sign("answer", $"{who.Device}", $"{who.Account}", $"{request}", "approve", number, $"{time}");
        using var answer = await phone.PostAsJsonAsync(Api("answer"), new { device = who.Device, request, approve = true, number, time, signature });
        return answer.IsSuccessStatusCode && (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("outcome").GetString() == "approved";
    }

    private static Uri Api(string word) => new($"/{PhoneServer.Firm}/authenticator/{word}", UriKind.Relative);

    private string Sign(string purpose, params ReadOnlySpan<string> lines) => PhoneSimulator.Text(_key.SignData(
        Encoding.UTF8.GetBytes(string.Join('\n', (string[])["daypass-authenticator-1", purpose, _addresses[0].GetLeftPart(UriPartial.Authority), .. lines])),
        HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation));

    /// <summary>Of the first server, in MiB: what is in memory and nobody else's.</summary>
    private double Memory() => double.Parse(Resident().Match(File.ReadAllText($"/proc/{ProcessId}/status")).Groups["kb"].Value, System.Globalization.CultureInfo.InvariantCulture) / 1024;

    public async ValueTask DisposeAsync()
    {
        foreach (var server in _servers)
        {
            await server.DisposeAsync();
        }

        await _database.DisposeAsync();
        _key.Dispose();
    }

    [GeneratedRegex("class=\"ask-number\">(?<number>[0-9]{2})<", RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex Number();

    [GeneratedRegex("RssAnon:\\s*(?<kb>[0-9]+) kB", RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex Resident();
}

/// <summary>What holding pages that wait gave.</summary>
/// <param name="Before">MiB of the server before the first came.</param>
/// <param name="More">MiB more with all of them.</param>
/// <param name="Load">Processors that they kept busy while nothing happened.</param>
/// <param name="Answers">From the phone's answer to the word at its page.</param>
internal sealed record HeldFigures(int Pages, double Before, double More, double Load, Figures Answers);
