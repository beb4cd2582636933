using System.Net;
using Daypass.Domain;
using Daypass.Server.Devices;
using Daypass.Server.Hosting.Keys;
using Daypass.Server.Storage.Model;
using Daypass.Server.Tests.Endpoints;
using Daypass.TestHost;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Daypass.Server.Tests.Phones;

/// <summary>A phone is paired: the page shows a code, the phone proves its key, the page's session finishes it.</summary>
public sealed class Pairing
{
    [Theory, OnBothDatabases(BothWithAll = true)]
    public async Task From_the_profile_it_turns_mfa_on_is_told_and_gives_a_new_session_D1_P4(DatabaseKind database)
    {
        await using var story = await PhoneStory.Begin(database);
        var client = await story.ClientWithPasswordOnly();
        var browser = await story.Site.SignedIn(client, SessionKind.PasswordOnly);
        var before = browser["daypass-amber"];

        var (shown, phone) = (await PhoneStory.Start(browser), story.Phone());
        Assert.Matches("^[0-9A-HJKMNP-TV-Z]{5}-[0-9A-HJKMNP-TV-Z]{5}$", shown.Code);
        Assert.Equal("no-store", shown.Page.Header("Cache-Control"));
        var look = (await phone.LookAtCode(shown.Code.ToLowerInvariant())).Json;
        Assert.Equal(shown.Device, look.GetProperty("device").GetGuid());
        Assert.Equal((client.Id, client.Email), (look.GetProperty("account").GetProperty("id").GetGuid(), look.GetProperty("account").GetProperty("email").GetString()));
        Assert.Equal(("amber", "amber & partners", "en"), (look.GetProperty("firm").GetProperty("address").GetString(), look.GetProperty("firm").GetProperty("name").GetString(), look.GetProperty("firm").GetProperty("language").GetString()));
        Assert.Equal(story.World.Now.AddMinutes(10).ToUnixTimeMilliseconds(), look.GetProperty("expires").GetInt64());
        Assert.Equal(shown.Device, (await phone.Prove(shown.Code, "Jürgs  Handy ")).Json.GetProperty("device").GetGuid());

        // Proven, and not paired: that takes the session that shows the code.
        Assert.Equal("pending", (await phone.Look()).Json.GetProperty("state").GetString());
        Assert.Empty(await story.World.NoticesAbout(client));
        Assert.Equal("/amber/profile/devices/paired", (await PhoneStory.Continue(browser, shown.Device)).LeadsTo);

        Assert.NotEqual(before, browser["daypass-amber"]);
        Assert.Contains("calls itself <strong>Jürgs Handy</strong>", (await browser.Get("/amber/profile/devices/paired")).Body, StringComparison.Ordinal);
        var seen = (await phone.Look()).Json;
        Assert.Equal(("paired", "Jürgs Handy"), (seen.GetProperty("state").GetString(), seen.GetProperty("deviceName").GetString()));
        Assert.Equal([NoticeKind.DevicePaired, NoticeKind.MfaTurnedOn], (await story.World.NoticesAbout(client)).Select(x => x.Kind).Order());
        Assert.Contains(EventKind.DevicePaired, await story.EventsOf(client));
        var device = await story.DeviceOf(shown.Device);
        Assert.Equal((AuthenticatorKind.Daypass, AuthenticatorState.Paired), (device.Kind, device.State));
        Assert.Equal(phone.PublicKey, device.PublicKey);
        Assert.Null(device.PairingCode);
        var list = WebUtility.HtmlDecode((await browser.Get("/amber/profile")).Body);
        Assert.Contains("Jürgs Handy", list, StringComparison.Ordinal);
        Assert.Contains("seen today", list, StringComparison.Ordinal);
    }

    [Theory, OnBothDatabases(BothWithAll = true)]
    public async Task Forced_after_the_mailbox_was_proven_it_opens_a_full_session_with_S4s_limits_N4_N5(DatabaseKind database)
    {
        await using var story = await PhoneStory.Begin(database);
        await story.World.SetPolicies(Policy.Required, Policy.Required);
        foreach (var formerly in new[] { false, true })
        {
            var client = await story.World.Client(paired: false);
            if (formerly)
            {
                await story.World.Hold(client, Hold.OpenEnd);
            }

            // Not in the sitting of an invitation.
            story.World.Clock.Advance(TimeSpan.FromHours(1));
            var browser = await story.Site.SignedIn(client, SessionKind.MailboxProof);
            await story.Pair(browser, password: "");

            Assert.Equal(HttpStatusCode.OK, (await browser.Get("/amber/profile")).Status);
            var account = await story.World.AccountOf(client);
            Assert.Equal((true, null, story.World.Now.AddHours(24)), (account.EverPaired, account.HoldUntil, account.LimitedUntil));
        }
    }

    [Theory, OnBothDatabases(BothWithAll = true)]
    public async Task Held_on_without_a_device_it_ends_the_hold_N8(DatabaseKind database)
    {
        await using var story = await PhoneStory.Begin(database);
        var client = await story.ClientWithPasswordOnly();
        await story.World.Hold(client, story.World.Now.AddHours(5));
        var browser = await story.Site.SignedIn(client, SessionKind.MailboxProof);

        await story.Pair(browser, password: "");

        Assert.Null((await story.World.AccountOf(client)).HoldUntil);
    }

    [Theory, OnBothDatabases(BothWithAll = true)]
    public async Task In_a_code_session_it_ends_the_code_and_the_session_goes_on_limited_C9_D4_S4(DatabaseKind database)
    {
        await using var story = await PhoneStory.Begin(database);
        var client = await story.World.Client(paired: false);
        await story.World.Hold(client, story.World.Now.AddHours(48));
        var digits = await story.World.IssueAsOperator(client);
        var browser = story.Site.NewBrowser();
        await browser.Post("/amber/signin", ("Email", client.Email), ("Password", client.Password));
        await browser.Post("/amber/signin/step", ("Code", digits));
        var before = browser["daypass-amber"];

        var phone = await story.Pair(browser);

        var code = await story.World.LastCodeOf(client);
        Assert.Equal(CodeState.DevicePaired, code.State);
        Assert.Equal(before, browser["daypass-amber"]);
        Assert.Equal("/amber/profile/limited", (await browser.Get("/amber/profile/password")).LeadsTo);
        Assert.Equal(story.World.Now.AddHours(24), (await story.World.AccountOf(client)).LimitedUntil);
        Assert.Equal(code.Id, (await story.DeviceOf(phone.Device)).PairedThroughCode);
    }

    [Theory, OnBothDatabases(BothWithAll = true)]
    public async Task A_second_device_asks_for_the_first_and_the_phone_stands_for_one_D1(DatabaseKind database)
    {
        await using var story = await PhoneStory.Begin(database);
        var client = await story.World.Client();
        var browser = await story.Site.SignedIn(client);
        var first = await story.Pair(browser, story.World.NextTotpOf(client), "First phone");
        story.World.Clock.Advance(TimeSpan.FromMinutes(1));

        var refused = await browser.Post("/amber/profile/devices/add", ("OperationId", Guid.NewGuid().ToString()), ("Kind", "Daypass"), ("Password", client.Password));
        Assert.Contains("The code of your device is needed as well.", refused.Body, StringComparison.Ordinal);
        // The offline code of the phone is such a code.
        await story.Pair(browser, first.OfflineCode(), "Second phone");

        Assert.Equal(3, await story.World.Store.ReadAcross(db => db.Authenticators.CountAsync(x => x.AccountId == client.Id && x.State == AuthenticatorState.Paired)));
    }

    [Theory, OnBothDatabases(BothWithAll = true)]
    public async Task A_code_is_good_once(DatabaseKind database)
    {
        await using var story = await PhoneStory.Begin(database);
        var browser = await story.Site.SignedIn(await story.ClientWithPasswordOnly(), SessionKind.PasswordOnly);
        var (shown, phone, other) = (await PhoneStory.Start(browser), story.Phone(), story.Phone());
        await other.LookAtCode(shown.Code);
        await phone.Pair(shown.Code);

        Assert.Equal((HttpStatusCode.NotFound, "unknown"), Of(await other.Prove(shown.Code)));
        Assert.Equal((HttpStatusCode.NotFound, "unknown"), Of(await phone.Prove(shown.Code)));
        Assert.Equal((HttpStatusCode.NotFound, "unknown"), Of(await other.LookAtCode(shown.Code)));
        Assert.Equal(phone.PublicKey, (await story.DeviceOf(shown.Device)).PublicKey);
    }

    [Theory, OnBothDatabases(BothWithAll = true)]
    public async Task Of_phones_with_the_same_code_at_the_same_moment_one_gets_through(DatabaseKind database)
    {
        await using var story = await PhoneStory.Begin(database);
        var browser = await story.Site.SignedIn(await story.ClientWithPasswordOnly(), SessionKind.PasswordOnly);
        var shown = await PhoneStory.Start(browser);
        var phones = Enumerable.Range(0, 12).Select(_ => story.Phone()).ToList();
        foreach (var phone in phones)
        {
            await phone.LookAtCode(shown.Code);
        }

        var answers = await Task.WhenAll(phones.Select(phone => Task.Run(() => phone.Prove(shown.Code))));

        var winner = Assert.Single(phones, phone => answers[phones.IndexOf(phone)].Status == HttpStatusCode.OK);
        Assert.All(answers.Where(x => x.Status != HttpStatusCode.OK), x => Assert.Equal((HttpStatusCode.NotFound, "unknown"), Of(x)));
        Assert.Equal(winner.PublicKey, (await story.DeviceOf(shown.Device)).PublicKey);
    }

    [Theory, OnBothDatabases(BothWithAll = true)]
    public async Task A_code_is_good_for_ten_minutes_and_a_proven_phone_can_be_finished_after(DatabaseKind database)
    {
        await using var story = await PhoneStory.Begin(database);
        var client = await story.ClientWithPasswordOnly();
        var (browser, second) = (await story.Site.SignedIn(client, SessionKind.PasswordOnly), await story.Site.SignedIn(client, SessionKind.PasswordOnly));
        var (late, inTime) = (await PhoneStory.Start(second), await PhoneStory.Start(browser));
        var (lateOne, phone) = (story.Phone(), story.Phone());
        await lateOne.LookAtCode(late.Code);
        await phone.LookAtCode(inTime.Code);
        story.World.Clock.Advance(TimeSpan.FromMinutes(10) - TimeSpan.FromSeconds(1));
        Assert.Equal(HttpStatusCode.OK, (await phone.Prove(inTime.Code)).Status);
        story.World.Clock.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal((HttpStatusCode.NotFound, "unknown"), Of(await lateOne.Prove(late.Code)));
        Assert.Equal((HttpStatusCode.NotFound, "unknown"), Of(await lateOne.LookAtCode(late.Code)));
        Assert.Equal("/amber/profile/devices/add?again=True", (await PhoneStory.Continue(second, late.Device)).LeadsTo);
        Assert.Contains("That pairing can no longer be finished", (await second.Get("/amber/profile/devices/add?again=True")).Body, StringComparison.Ordinal);
        Assert.Equal("/amber/profile/devices/paired", (await PhoneStory.Continue(browser, inTime.Device)).LeadsTo);
    }

    [Theory, OnBothDatabases(BothWithAll = true)]
    public async Task Continuing_before_the_phone_is_done_pairs_nothing_and_says_so(DatabaseKind database)
    {
        await using var story = await PhoneStory.Begin(database);
        var client = await story.ClientWithPasswordOnly();
        var browser = await story.Site.SignedIn(client, SessionKind.PasswordOnly);
        var (shown, phone) = (await PhoneStory.Start(browser), story.Phone());
        await phone.LookAtCode(shown.Code);

        var soon = await PhoneStory.Continue(browser, shown.Device);
        Assert.Contains("The phone has not been paired yet.", soon.Body, StringComparison.Ordinal);
        Assert.DoesNotContain(shown.Code, soon.Body, StringComparison.Ordinal);
        Assert.Equal(AuthenticatorState.Pending, (await story.DeviceOf(shown.Device)).State);
        // A typed code proves no phone.
        await browser.Post($"/amber/profile/devices/{shown.Device}/prove", ("Code", phone.OfflineCode()));
        Assert.Equal(AuthenticatorState.Pending, (await story.DeviceOf(shown.Device)).State);

        await phone.Prove(shown.Code);
        Assert.Equal("/amber/profile/devices/paired", (await PhoneStory.Continue(browser, shown.Device)).LeadsTo);
    }

    [Theory, OnBothDatabases(BothWithAll = true)]
    public async Task Only_the_session_that_shows_the_code_finishes_it(DatabaseKind database)
    {
        await using var story = await PhoneStory.Begin(database);
        var client = await story.ClientWithPasswordOnly();
        var browser = await story.Site.SignedIn(client, SessionKind.PasswordOnly);
        var shown = await PhoneStory.Start(browser);
        await story.Phone().Pair(shown.Code);

        foreach (var other in new[] { await story.Site.SignedIn(client, SessionKind.PasswordOnly), await story.Site.SignedIn(await story.World.Client()) })
        {
            Assert.Equal("/amber/profile/devices/add?again=True", (await PhoneStory.Continue(other, shown.Device)).LeadsTo);
            Assert.Equal("{\"event\":\"gone\"}", (await other.Get($"/amber/profile/devices/{shown.Device}/waiting", ("Accept", "application/json"))).Body);
        }

        Assert.Equal(AuthenticatorState.Pending, (await story.DeviceOf(shown.Device)).State);
    }

    [Theory, OnBothDatabases(BothWithAll = true)]
    public async Task A_code_dies_with_its_session_and_when_another_device_is_faster_D1(DatabaseKind database)
    {
        await using var story = await PhoneStory.Begin(database);
        var client = await story.ClientWithPasswordOnly();
        var ended = await story.Site.SignedIn(client, SessionKind.PasswordOnly);
        var (shown, phone) = (await PhoneStory.Start(ended), story.Phone());
        await phone.LookAtCode(shown.Code);
        await ended.Post("/amber/signout");
        Assert.Equal((HttpStatusCode.NotFound, "unknown"), Of(await phone.Prove(shown.Code)));
        Assert.Equal((HttpStatusCode.NotFound, "unknown"), Of(await phone.LookAtCode(shown.Code)));

        // Somebody who knows the password begins; the owner is faster.
        var intruder = await story.Site.SignedIn(client, SessionKind.MailboxProof);
        var (theirs, their) = (await PhoneStory.Start(intruder, password: ""), story.Phone());
        await their.Pair(theirs.Code);
        story.World.Clock.Advance(TimeSpan.FromSeconds(1));
        await story.World.Pair(client);
        Assert.Equal((HttpStatusCode.Unauthorized, "gone"), Of(await their.Look()));
        Assert.NotEqual("/amber/profile/devices/paired", (await PhoneStory.Continue(intruder, theirs.Device)).LeadsTo);
        Assert.Equal(AuthenticatorState.Pending, (await story.DeviceOf(theirs.Device)).State);
    }

    [Theory, OnBothDatabases(BothWithAll = true)]
    public async Task What_was_not_signed_so_is_refused_and_writes_nothing(DatabaseKind database)
    {
        await using var story = await PhoneStory.Begin(database);
        var (client, another) = (await story.ClientWithPasswordOnly(), await story.World.Client(paired: false));
        var (browser, elsewhere) = (await story.Site.SignedIn(client, SessionKind.PasswordOnly), await story.Site.SignedIn(another, SessionKind.PasswordOnly));
        var (shown, other) = (await PhoneStory.Start(browser), await PhoneStory.Start(elsewhere));
        var phone = story.Phone();

        await phone.LookAtCode(other.Code);
        var forAnother = await phone.Prove(shown.Code);
        await phone.LookAtCode(shown.Code);
        var refused = new[] { forAnother, await phone.Prove(shown.Code, origin: "https://signin.example.net"), await phone.Prove(shown.Code, "Blue phone", said: "Red phone") };

        Assert.All(refused, x => Assert.Equal((HttpStatusCode.BadRequest, "signature"), Of(x)));
        var device = await story.DeviceOf(shown.Device);
        Assert.Equal((null, null, ""), (device.PublicKey, device.ProvenAt, device.Name));
        Assert.Equal(HttpStatusCode.OK, (await phone.Prove(shown.Code)).Status);
    }

    [Theory, OnBothDatabases(BothWithAll = true)]
    public async Task While_keys_are_rotated_each_server_knows_the_codes_of_the_other(DatabaseKind database)
    {
        await using var story = await PhoneStory.Begin(database);
        var client = await story.ClientWithPasswordOnly();
        var shown = await PhoneStory.Start(await story.Site.SignedIn(client, SessionKind.PasswordOnly));
        // The world is a second server on the same database and key file; from now on it writes with another key.
        story.World.Get<KeyFile>().Rotate();

        Assert.NotNull(await story.World.Get<LookAtPairing>().Run(PairingCode.TryRead(shown.Code)!));
        var there = Assert.IsType<StartPairingResult.StartedPhone>(await story.World.Get<StartPairing>()
            .Run(await story.World.SignedIn(client), Guid.NewGuid(), "", client.Password, null, AuthenticatorKind.Daypass));
        Assert.Equal(HttpStatusCode.OK, (await story.Phone().Pair(there.Code.Groups())).Status);
    }

    [Theory, OnBothDatabases(BothWithAll = true)]
    public async Task The_offline_code_is_accepted_where_a_code_can_be_typed_and_once_Q18(DatabaseKind database)
    {
        await using var story = await PhoneStory.Begin(database);
        var client = await story.ClientWithPasswordOnly();
        var phone = await story.Pair(await story.Site.SignedIn(client, SessionKind.PasswordOnly));
        var digits = phone.OfflineCode();

        var browsers = Enumerable.Range(0, 4).Select(_ => story.Site.NewBrowser()).ToList();
        foreach (var browser in browsers)
        {
            await browser.Post("/amber/signin", ("Email", client.Email), ("Password", client.Password));
        }

        var results = await Task.WhenAll(browsers.Select(browser => browser.Post("/amber/signin/code", ("Code", digits))));

        Assert.Single(results, x => x.LeadsTo == "/amber/");
        Assert.Equal(3, results.Count(x => x.LeadsTo.StartsWith("/amber/signin/code?said=Wrong", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_form_sent_twice_shows_its_code_once()
    {
        await using var story = await PhoneStory.Begin(DatabaseKind.Sqlite);
        var browser = await story.Site.SignedIn(await story.ClientWithPasswordOnly(), SessionKind.PasswordOnly);
        (string, string)[] form = [("OperationId", Guid.NewGuid().ToString()), ("Kind", "Daypass"), ("Password", World.Password)];
        await browser.Post("/amber/profile/devices/add", form);
        var again = await browser.Post("/amber/profile/devices/add", form);
        Assert.Contains("This code was already shown.", again.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("class=\"secret\"", again.Body, StringComparison.Ordinal);
    }

    private static (HttpStatusCode, string?) Of(PhoneAnswer answer) => (answer.Status, answer.Problem);
}
