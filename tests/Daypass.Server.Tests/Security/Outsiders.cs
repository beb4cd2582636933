using System.Net;
using Daypass.Domain;
using Daypass.Server.Sessions;
using Daypass.Server.SignIn;
using Daypass.Server.Storage;
using Daypass.Server.Storage.Model;
using Daypass.Server.Tests.Endpoints;
using Daypass.TestHost;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Daypass.Server.Tests.Security;

/// <summary>What somebody who is not signed in can find out, plant or forge.</summary>
public sealed class Outsiders(Site site) : IClassFixture<Site>
{
    private World World => site.World;

    [Fact]
    public async Task Unknown_wrong_locked_and_deactivated_get_one_answer_after_the_same_writes_Q13()
    {
        var (wrong, locked, gone) = (await World.Client(), await World.Client(), await World.Client());
        await World.Store.Write(gone.Firm, db => db.Accounts.Where(x => x.Id == gone.Id).ExecuteUpdateAsync(set => set.SetProperty(x => x.State, AccountState.Deactivated)));
        for (var i = 0; i < PasswordThrottle.Consecutive; i++)
        {
            await World.EnterPassword(locked, "not it at all");
        }

        // Once before, so that each spelling's row of tries is there.
        (string Email, string Password)[] asked =
            [("nobody1@example.com", World.Password), (wrong.Email, "not it at all"), (locked.Email, World.Password), (gone.Email, World.Password)];
        var answers = new List<(Answer Answer, int Writes)>();
        foreach (var round in new[] { 1, 2 })
        {
            answers.Clear();
            foreach (var (email, password) in asked)
            {
                var browser = site.NewBrowser();
                await browser.Token("/amber/signin");
                World.Clock.Advance(TimeSpan.FromSeconds(1));
                var before = await Lines();
                var answer = await browser.Post("/amber/signin", ("Email", email), ("Password", password));
                answers.Add((answer with { Body = answer.Body.Replace(email, "EMAIL", StringComparison.Ordinal) }, await Changed(before)));
            }
        }

        Assert.All(answers, x => Assert.Equal(answers[0].Answer.Shape(), x.Answer.Shape()));
        Assert.Single(answers.Select(x => x.Answer.Body.Length).Distinct());
        Assert.Contains("class=\"errors\"", answers[0].Answer.Body, StringComparison.Ordinal);
        Assert.Equal([answers[0].Writes, answers[0].Writes, answers[0].Writes, answers[0].Writes], answers.Select(x => x.Writes));
    }

    [Fact]
    public async Task Asking_for_a_reset_has_one_answer_Q13()
    {
        var (known, gone) = (await World.Client(), await World.Client());
        await World.Store.Write(gone.Firm, db => db.Accounts.Where(x => x.Id == gone.Id).ExecuteUpdateAsync(set => set.SetProperty(x => x.State, AccountState.Deactivated)));
        var shapes = new List<string>();
        foreach (var email in new[] { known.Email, gone.Email, "nobody@example.com", World.OtherPrimary.Email })
        {
            var browser = site.NewBrowser();
            await browser.Token("/amber/signin");
            var answer = await browser.Post("/amber/signin/forgot", ("Email", email));
            shapes.Add(answer.Shape(email) + (await browser.Get(answer.LeadsTo)).Shape(email));
        }

        Assert.Single(shapes.Distinct(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Spelling_variants_share_one_count_Q10()
    {
        var who = await World.Client();
        var (name, digits) = ("person", who.Email["person".Length..].Split('@')[0]);
        var wide = string.Concat($"{name}{digits}".Select(x => (char)(x - '!' + '\uff01')));
        string[] variants = [who.Email, who.Email.ToUpperInvariant(), $"  {who.Email} ", $"{wide}@example.com", who.Email.Insert(3, "\u200b"), who.Email.Insert(2, "\u00ad"), $"\u2060{who.Email}", $"{name}{digits}@EXAMPLE.com", $"{who.Email}\u200d", $"{wide.ToUpperInvariant()}@example.com"];
        Assert.Equal(PasswordThrottle.Consecutive, variants.Length);
        foreach (var variant in variants)
        {
            Assert.IsType<PasswordResult.Refused>(await World.Get<EnterPassword>().Run(who.Firm, variant, "not it at all", null, null, World.Client1));
        }

        // The count is full: the right password is refused as well, however it is spelled.
        Assert.All(await Task.WhenAll(variants.Select(x => World.Get<EnterPassword>().Run(who.Firm, x, World.Password, null, null, World.Client1))), x => Assert.IsType<PasswordResult.Refused>(x));
        Assert.Single(await World.EventsOf(who), x => x.Kind == EventKind.AccountLocked);
    }

    [Fact]
    public async Task A_planted_cookie_never_becomes_a_session_and_each_step_has_a_new_one_Q16()
    {
        var (client, planted) = (await World.Client(), Token.New().Reveal());
        var browser = site.NewBrowser();
        (browser["daypass-amber"], browser["daypass-amber.signin"]) = (planted, planted);
        Assert.Equal(HttpStatusCode.Redirect, (await browser.Get("/amber/profile")).Status);

        await browser.Post("/amber/signin", ("Email", client.Email), ("Password", World.Password));
        var attempt = browser["daypass-amber.signin"];
        Assert.NotEqual(planted, attempt);
        await browser.Post("/amber/signin/step", ("Code", World.NextTotpOf(client)));
        var session = browser["daypass-amber"];
        Assert.Equal(3, new[] { planted, attempt, session }.Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(HttpStatusCode.OK, (await browser.Get("/amber/profile")).Status);

        foreach (var (cookie, value) in new[] { ("daypass-amber", planted), ("daypass-amber", attempt), ("daypass-birch", session), ("daypass-amber.signin", session), ("daypass-amber.signin", attempt) })
        {
            var thief = site.NewBrowser();
            thief[cookie] = value;
            foreach (var path in new[] { "/amber/profile", "/birch/profile", "/amber/signin/step" })
            {
                Assert.Equal(HttpStatusCode.Redirect, (await thief.Get(path)).Status);
            }

            Assert.Equal(HttpStatusCode.Redirect, (await thief.Post("/amber/signin/step", ("Code", World.NextTotpOf(client)))).Status);
            Assert.Null(cookie == "daypass-amber.signin" ? thief["daypass-amber"] : null);
        }

        var copy = site.NewBrowser();
        copy["daypass-amber"] = session;
        await browser.Post("/amber/signout");
        Assert.Equal(HttpStatusCode.Redirect, (await copy.Get("/amber/profile")).Status);
    }

    [Fact]
    public async Task A_session_without_a_second_step_gets_a_new_identifier_with_it_Q16()
    {
        await World.SetPolicies(Policy.Required, Policy.Optional);
        var stage = await Stage.Set(site, SessionKind.PasswordOnly);
        var old = stage.Browser["daypass-amber"];
        var pending = await stage.PendingDevice(stage.Me);
        await World.Store.Write(stage.Me.Firm, db => db.Authenticators.Where(x => x.Id == stage.Me.DeviceId).ExecuteDeleteAsync());
        await stage.Browser.Post($"/amber/profile/devices/{pending.DeviceId}/prove", ("Code", World.NextTotpOf(pending)));
        Assert.NotEqual(old, stage.Browser["daypass-amber"]);
        Assert.Equal(HttpStatusCode.OK, (await stage.Browser.Get("/amber/profile")).Status);
        stage.Browser["daypass-amber"] = old;
        Assert.Equal(HttpStatusCode.Redirect, (await stage.Browser.Get("/amber/profile")).Status);
    }

    public static TheoryData<string> ReturnUrls =>
    [
        "https://evil.example/", "//evil.example", "///evil.example", "\\\\evil.example", "/\\evil.example", "/\t/evil.example", "/%09/evil.example", "\t//evil.example", "http:evil.example",
        "javascript:alert(1)", "/%2f%2fevil.example", "/..//evil.example", "/./\\evil.example", "~//evil.example", "/@evil.example", "/%5cevil.example", "/profile\r\nSet-Cookie: a=b", "/profile?x=//evil.example",
        "/../birch/profile", "/..%2fbirch%2fprofile", "/;//evil.example", "https:/evil.example", "/\u0000/evil.example", "@evil.example", ".evil.example", "/a/../../birch/", "/\u2215evil.example",
        "/%2e%2e/birch/profile", "/.%2E/birch/profile", "/a/%2e%2e/%2E./birch/profile",
    ];

    [Theory, MemberData(nameof(ReturnUrls))]
    public async Task A_return_address_leads_into_this_firm_only_Q17(string returnUrl)
    {
        var client = await World.Client();
        var browser = site.NewBrowser();
        var asked = await browser.Post($"/amber/signin?returnUrl={Uri.EscapeDataString(returnUrl)}", ("Email", client.Email), ("Password", World.Password));
        Local(asked);
        Local(await browser.Post(asked.LeadsTo, ("Code", World.NextTotpOf(client))));
        Local(await browser.Get($"/amber/signin?returnUrl={Uri.EscapeDataString(returnUrl)}"));
        World.Clock.Advance(TimeSpan.FromSeconds(30));
        Local(await browser.Post($"/amber/profile/confirm?returnUrl={Uri.EscapeDataString(returnUrl)}", ("Code", World.TotpOf(client))));
    }

    [Fact]
    public async Task Forged_headers_change_no_redirect_no_mail_and_no_address_Q17()
    {
        var who = await World.Client();
        var session = await site.SignedIn(who);
        var browser = site.NewBrowser();
        var token = await browser.Token("/amber/signin");
        foreach (var (name, value) in new[]
        {
            ("X-Forwarded-Host", "evil.example"), ("X-Forwarded-Proto", "https"), ("X-Forwarded-For", "203.0.113.9"), ("X-Forwarded-Prefix", "/evil"), ("Forwarded", "for=203.0.113.9;host=evil.example"),
            ("Origin", "https://evil.example"), ("Referer", "https://evil.example/"), ("X-Original-URL", "/birch/"), ("X-Rewrite-URL", "/birch/"), ("X-Original-Host", "evil.example"), ("X-HTTP-Method-Override", "DELETE"),
        })
        {
            World.Clock.Advance(TimeSpan.FromMinutes(2));
            var answer = await browser.PostBare("/amber/signin/forgot", [("Email", who.Email), ("__RequestVerificationToken", token)], (name, value));
            Local(answer);
            Assert.DoesNotContain("evil", answer.Shape(), StringComparison.Ordinal);
            var home = await site.NewBrowser().Get("/amber/profile", (name, value));
            Local(home);
            Assert.DoesNotContain("evil", home.Shape(), StringComparison.Ordinal);
            await site.NewBrowser().Get("/birch/profile", (name, value));
            Assert.Equal(HttpStatusCode.OK, (await session.Get("/amber/profile", (name, value))).Status);
        }

        foreach (var host in new[] { "evil.example", "localhost.evil.example", "localhost:1@evil.example", "[::1].evil.example" })
        {
            Assert.Equal(HttpStatusCode.BadRequest, (await browser.PostBare("/amber/signin/forgot", [("Email", who.Email), ("__RequestVerificationToken", token)], ("Host", host))).Status);
        }

        var mails = (await site.Mails()).Where(x => x.To.Mailboxes.Any(to => to.Address == who.Email)).ToList();
        Assert.NotEmpty(mails);
        foreach (var mail in mails)
        {
            var text = mail.TextBody + mail.HtmlBody;
            Assert.DoesNotContain("evil", text, StringComparison.Ordinal);
            Assert.All(System.Text.RegularExpressions.Regex.Matches(text, "https?://[^/\"\\s<]+", System.Text.RegularExpressions.RegexOptions.None, TimeSpan.FromSeconds(1)), x => Assert.Equal("http://localhost:5080", x.Value));
        }

        Assert.DoesNotContain("203.0.113.9", await site.Everything(), StringComparison.Ordinal);
    }

    private static void Local(Answer answer)
    {
        if ((int)answer.Status is >= 300 and < 400)
        {
            var target = new Uri(new Uri("http://localhost:5080/amber/signin"), answer.LeadsTo);
            Assert.True(answer.LeadsTo.StartsWith("/amber/", StringComparison.Ordinal) || answer.LeadsTo == "/amber", answer.LeadsTo);
            Assert.Equal("localhost:5080", target.Authority);
            Assert.StartsWith("/amber/", target.AbsolutePath, StringComparison.Ordinal);
        }

        Assert.False(answer.Headers.ContainsKey("a"));
    }

    private async Task<HashSet<string>> Lines() => [.. (await site.Everything()).Split('\n')];

    private async Task<int> Changed(HashSet<string> before) => (await Lines()).Count(x => !before.Contains(x));
}
