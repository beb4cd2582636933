using Daypass.Domain;
using Daypass.Server.Hosting;
using Daypass.Server.Storage.Model;
using Daypass.TestHost;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Daypass.Server.Tests.Races;

/// <summary>Two server processes on one PostgreSQL database, for all races. Each race has a firm of its own.</summary>
public sealed class TwoServers : IAsyncLifetime
{
    private int _firms;

    internal World World { get; private set; } = null!;
    internal ServerProcesses Servers { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        World = await World.Create(DatabaseKind.PostgreSql);
        // One origin for both, as behind a load balancer: phones sign for it.
        Servers = await ServerProcesses.Start(World, 2, $"--Daypass:PublicOrigin={World.Get<PublicOrigin>()}");
    }

    public async ValueTask DisposeAsync()
    {
        await Servers.DisposeAsync();
        await World.DisposeAsync();
    }

    internal async Task<RacingFirm> Firm(bool oneTimeCodes = false)
    {
        var address = $"racers-{Interlocked.Increment(ref _firms)}";
        var (id, primary) = await World.AddFirm(address);
        await World.SetCodes(CodeLife.Longest, oneTimeCodes, id);
        return new RacingFirm(World, Servers, id, address, primary);
    }
}

[CollectionDefinition(nameof(TwoServers))]
public sealed class TwoServersCollection : ICollectionFixture<TwoServers>;

/// <summary>A firm on several servers.</summary>
internal sealed record RacingFirm(World World, ServerProcesses Servers, Guid Id, string Address, Someone Primary)
{
    public string StepPath => $"/{Address}/signin/step";

    public Task<Someone> Client(bool paired = true) => World.Add(Kind.Client, firm: Id, paired: paired);

    public Task<Someone> Administrator() => World.Add(Kind.Staff, administrator: true, firm: Id, paired: true);

    public Racer Racer(int number = 0) => new(Servers[number]);

    /// <summary>Browsers at the code's page, all past the password step, each with a sign-in of its own; every other one at the other server.</summary>
    public async Task<(Racer Racer, Page Page)[]> AtTheCode(Someone who, int browsers)
    {
        var attempts = await World.PassPassword(who, browsers);
        // A form's token goes with the cookie it came with, on every server: one look is enough for all.
        var first = At(Racer(), attempts[0]);
        var page = await first.Open(StepPath);
        return [.. attempts.Select((attempt, i) => (At(first.Twin(Servers[i]), attempt), page))];

        Racer At(Racer racer, string attempt)
        {
            racer[SigningIn.AttemptCookie(Address)] = attempt;
            return racer;
        }
    }

    /// <summary>All type their code and press the button at the same moment; patient ones press it again where the answer is "busy".</summary>
    public async Task<Answer[]> EnterCodes((Racer Racer, Page Page)[] browsers, Func<int, string> code, bool patiently = false) =>
        await Race.Of(browsers.Length, i => EnterCode(browsers[i], code(i), patiently));

    public async Task<Answer> EnterCode((Racer Racer, Page Page) browser, string code, bool patiently = false)
    {
        var (racer, form) = (browser.Racer, browser.Page.Form(("Code", "")));
        return new Answer(racer, await (patiently ? racer.PostPatiently(form, ("Code", code)) : racer.Post(form, ("Code", code))));
    }

    /// <summary>An administrator who just signed in with the device, at one of the servers.</summary>
    public async Task<Racer> SignedInAdministrator(int server)
    {
        var (racer, administrator) = (Racer(server), await Administrator());
        await racer.SignIn(Address, administrator, World.TotpOf(administrator));
        return racer;
    }

    public Task<Page> IssueForm(Racer administrator, Someone person) => administrator.Open($"/{Address}/setup/person/{person.Id}/code");

    public Task<Page> RemovalForm(Racer administrator, Someone person) => administrator.Open($"/{Address}/setup/person/{person.Id}/remove-code");

    /// <summary>The digits on the page that shows them; null where it does not.</summary>
    public static string? DigitsOn(Page page) => page.Document.QuerySelector(".code-digits")?.TextContent.Replace(" ", "", StringComparison.Ordinal).Trim();

    /// <summary>Passes the password step anew and types the code.</summary>
    public async Task<Answer> TryCode(Someone who, string digits) => await EnterCode((await AtTheCode(who, 1))[0], digits);

    public Task<T> Read<T>(Func<Storage.DaypassDb, Task<T>> look) => World.Store.Read(Id, look);

    public Task<List<CodeTry>> TriesOf(Someone who) => Read(db => db.CodeTries.AsNoTracking().Where(x => x.AccountId == who.Id).ToListAsync());

    public Task<List<TemporaryCode>> CodesOf(Someone who) => Read(db => db.TemporaryCodes.AsNoTracking().Where(x => x.AccountId == who.Id).ToListAsync());

    public Task<List<Session>> SessionsOf(Someone who) => Read(db => db.Sessions.AsNoTracking().Where(x => x.AccountId == who.Id).ToListAsync());
}

/// <summary>What a browser got for its code.</summary>
internal sealed record Answer(Racer Racer, Page Page)
{
    public bool IsIn(RacingFirm firm) => Page.LeadsTo == $"/{firm.Address}/" && Racer[SigningIn.SessionCookie(firm.Address)] is not null;
}
