using System.Net;
using Daypass.Domain;
using Daypass.Server.Sessions;
using Daypass.Server.Storage.Model;
using Daypass.TestHost;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Daypass.Server.Tests.Phones;

/// <summary>A paired phone asks what waits for it, and answers; over HTTP, as the app does.</summary>
public sealed class Looking
{
    private static readonly KnownBrowser Own = new(Guid.NewGuid(), []);

    [Theory, OnBothDatabases(BothWithAll = true)]
    public async Task It_sees_the_sign_ins_that_wait_for_it_those_of_known_browsers_first_and_never_the_number(DatabaseKind database)
    {
        await using var story = await PhoneStory.Begin(database);
        var client = await story.World.Client(paired: false);
        using var phone = await story.World.PairPhone(client, story.Site.Address);
        var known = Own with { Accounts = [client.Id], ConfirmedAt = new Dictionary<Guid, DateTimeOffset> { [client.Id] = story.World.Now } };
        await story.World.EnterPassword(client, browser: known);
        story.World.Clock.Advance(TimeSpan.FromSeconds(1));
        await story.World.EnterPassword(client);

        var seen = (await phone.Look()).Json;

        var requests = seen.GetProperty("requests").EnumerateArray().ToList();
        Assert.Equal([true, false], requests.Select(x => x.GetProperty("known").GetBoolean()));
        var first = requests[0];
        Assert.Equal((World.Client1.Browser, World.Client1.Address), (first.GetProperty("browser").GetString(), first.GetProperty("address").GetString()));
        Assert.Equal(60_000, first.GetProperty("expires").GetInt64() - first.GetProperty("asked").GetInt64());
        Assert.Equal(story.World.Now.ToUnixTimeMilliseconds(), seen.GetProperty("now").GetInt64());
        Assert.Equal(["address", "asked", "browser", "expires", "id", "known"], first.EnumerateObject().Select(x => x.Name).Order(StringComparer.Ordinal));
        Assert.Equal((client.Id, client.Email), (seen.GetProperty("account").GetProperty("id").GetGuid(), seen.GetProperty("account").GetProperty("email").GetString()));
        Assert.Equal(65, System.Buffers.Text.Base64Url.DecodeFromChars(seen.GetProperty("pushKey").GetString()!).Length);
        Assert.False(seen.GetProperty("pushed").GetBoolean());

        story.World.Clock.Advance(TimeSpan.FromSeconds(59));
        Assert.Equal([false], (await phone.Look()).Json.GetProperty("requests").EnumerateArray().Select(x => x.GetProperty("known").GetBoolean()));
    }

    [Theory, OnBothDatabases(BothWithAll = true)]
    public async Task What_it_answers_decides_N3(DatabaseKind database)
    {
        await using var story = await PhoneStory.Begin(database);
        var client = await story.World.Client(paired: false);
        using var phone = await story.World.PairPhone(client, story.Site.Address);

        foreach (var (approve, outcome) in new[] { (true, "approved"), (false, "denied") })
        {
            await story.World.EnterPassword(client);
            var request = (await phone.Look()).Json.GetProperty("requests")[0].GetProperty("id").GetGuid();
            var number = (await story.World.Store.ReadAcross(db => db.ApprovalRequests.Where(x => x.Id == request).Select(x => x.Number).SingleAsync())).ToString("D2", System.Globalization.CultureInfo.InvariantCulture);
            Assert.Equal((HttpStatusCode.Unauthorized, "gone"), Of(await phone.Answer(request, approve, approve ? number : "", origin: "https://signin.example.net")));
            Assert.Equal((HttpStatusCode.Unauthorized, "gone"), Of(await phone.Answer(request, approve, approve ? number : "", said: "11")));
            Assert.Equal(outcome, Outcome(await phone.Answer(request, approve, approve ? number : "")));
            Assert.Equal("answered", Outcome(await phone.Answer(request, approve, approve ? number : "")));
            Assert.Equal("expired", Outcome(await phone.Answer(Guid.NewGuid(), approve, approve ? number : "")));
        }

        var denied = await story.World.Store.ReadAcross(db => db.ApprovalRequests.Where(x => x.State == ApprovalState.Denied).Select(x => x.Id).SingleAsync());
        Assert.Equal((HttpStatusCode.NotFound, "unknown"), Of(await phone.NotMe(Guid.NewGuid())));
        Assert.Equal((HttpStatusCode.OK, null), Of(await phone.NotMe(denied)));
        Assert.Null((await story.World.AccountOf(client)).PasswordHash);
    }

    [Theory, OnBothDatabases(BothWithAll = true)]
    public async Task A_clock_that_is_more_than_two_minutes_off_is_told_the_time_before_anything_is_looked_up(DatabaseKind database)
    {
        await using var story = await PhoneStory.Begin(database);
        using var phone = await story.World.PairPhone(await story.World.Client(paired: false), story.Site.Address);
        var now = story.World.Now.ToUnixTimeMilliseconds();

        foreach (var near in new[] { -120_000, 120_000 })
        {
            Assert.Equal(HttpStatusCode.OK, (await phone.Look(now + near)).Status);
        }

        foreach (var far in new[] { -120_001, 120_001 })
        {
            var answers = new List<PhoneAnswer> { await phone.Look(now + far), await phone.Answer(Guid.NewGuid(), approve: true, "42", now + far), await phone.NotMe(Guid.NewGuid(), now + far) };
            phone.Device = Guid.NewGuid();
            answers.Add(await phone.Look(now + far));
            Assert.All(answers, x => Assert.Equal((HttpStatusCode.Conflict, "clock", now), (x.Status, x.Problem, x.Json.GetProperty("now").GetInt64())));
            phone.Device = (await story.World.Store.ReadAcross(db => db.Authenticators.Where(x => x.Kind == AuthenticatorKind.Daypass).Select(x => x.Id).SingleAsync()));
        }
    }

    [Theory, OnBothDatabases(BothWithAll = true)]
    public async Task Unknown_unsigned_of_another_firm_or_of_a_login_that_is_not_active_it_hears_the_same(DatabaseKind database)
    {
        await using var story = await PhoneStory.Begin(database);
        var (client, gone) = (await story.World.Client(paired: false), await story.World.Client(paired: false));
        using var phone = await story.World.PairPhone(client, story.Site.Address);
        using var deactivated = await story.World.PairPhone(gone, story.Site.Address);
        await story.World.Store.Write(gone.Firm, db => db.Accounts.Where(x => x.Id == gone.Id).ExecuteUpdateAsync(set => set.SetProperty(x => x.State, AccountState.Deactivated)));
        using var stranger = story.Phone();
        (stranger.Device, stranger.Account, stranger.Firm) = (phone.Device, phone.Account, phone.Firm);
        var answers = new List<PhoneAnswer> { await stranger.Look(), await deactivated.Look(), await phone.Look(origin: "https://signin.example.net") };
        phone.Firm = "birch";
        answers.Add(await phone.Look());
        (phone.Firm, phone.Device) = ("amber", Guid.NewGuid());
        answers.Add(await phone.Look());

        Assert.All(answers, x => Assert.Equal((HttpStatusCode.Unauthorized, "{\"problem\":\"gone\"}"), (x.Status, x.Text)));
        Assert.Null(await story.World.Store.ReadAcross(db => db.Authenticators.Where(x => x.AccountId == client.Id).Select(x => x.LastSeenAt).SingleAsync()));
    }

    [Theory, OnBothDatabases(BothWithAll = true)]
    public async Task When_it_was_seen_is_written_once_a_minute_and_told_on_the_list(DatabaseKind database)
    {
        await using var story = await PhoneStory.Begin(database);
        var client = await story.World.Client();
        using var phone = await story.World.PairPhone(client, story.Site.Address);
        await phone.Look();
        var first = (await story.DeviceOf(phone.Device)).LastSeenAt;
        Assert.Equal(story.World.Now, first);
        story.World.Clock.Advance(TimeSpan.FromSeconds(59));
        await phone.Look();
        Assert.Equal(first, (await story.DeviceOf(phone.Device)).LastSeenAt);
        story.World.Clock.Advance(TimeSpan.FromSeconds(1));
        await phone.Look();
        Assert.Equal(story.World.Now, (await story.DeviceOf(phone.Device)).LastSeenAt);

        var (browser, office) = (await story.Site.SignedIn(client), await story.Site.SignedIn(story.World.Primary));
        Assert.Contains("seen today", (await browser.Get("/amber/profile")).Body, StringComparison.Ordinal);
        // The 4th of March, in Zurich.
        story.World.Clock.Advance(TimeSpan.FromHours(23));
        (browser, office) = (await story.Site.SignedIn(client), await story.Site.SignedIn(story.World.Primary));
        Assert.Contains("not seen since 4 Mar 2031", (await browser.Get("/amber/profile")).Body, StringComparison.Ordinal);
        Assert.Contains("not seen since 4 Mar 2031", (await office.Get($"/amber/setup/person/{client.Id}?tab=access&show=settings")).Body, StringComparison.Ordinal);
    }

    [Theory, OnBothDatabases(BothWithAll = true)]
    public async Task The_page_that_waits_hears_at_once_that_the_phone_has_proven_itself(DatabaseKind database)
    {
        await using var story = await PhoneStory.Begin(database);
        var browser = await story.Site.SignedIn(await story.ClientWithPasswordOnly(), SessionKind.PasswordOnly);
        var (shown, phone) = (await PhoneStory.Start(browser), story.Phone());
        var place = $"/amber/profile/devices/{shown.Device}/waiting";
        Assert.Equal("{\"event\":\"waiting\"}", (await browser.Get(place, ("Accept", "application/json"))).Body);

        var waiting = browser.Get(place);
        await phone.Pair(shown.Code);
        var heard = await waiting.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);

        Assert.Equal("text/event-stream", heard.Header("Content-Type"));
        Assert.Equal("no-store", heard.Header("Cache-Control"));
        Assert.EndsWith("event: proven\ndata: proven\n\n", heard.Body, StringComparison.Ordinal);
        Assert.Equal("{\"event\":\"proven\"}", (await browser.Get(place, ("Accept", "application/json"))).Body);
    }

    private static (HttpStatusCode, string?) Of(PhoneAnswer answer) => (answer.Status, answer.Problem);

    private static string? Outcome(PhoneAnswer answer) => answer.Json.TryGetProperty("outcome", out var outcome) ? outcome.GetString() : answer.Problem;
}
