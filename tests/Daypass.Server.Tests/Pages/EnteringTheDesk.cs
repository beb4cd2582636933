using System.Net;
using Daypass.Domain;
using Daypass.Server.Cases;
using Daypass.Server.Storage.Model;
using Daypass.Server.Support;
using Daypass.Server.Tests.Endpoints;
using Daypass.Server.Tests.Support;
using Daypass.TestHost;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Daypass.Server.Tests.Pages;

/// <summary>H1, H7 over HTTP: from the operator's link to the desk, and what ends a session there.</summary>
public sealed class EnteringTheDesk(Site site) : IClassFixture<Site>
{
    private World World => site.World;

    [Fact]
    public async Task Whoever_has_the_link_sets_a_password_pairs_an_app_and_is_at_the_desk()
    {
        var link = await World.MakeAgent($"ines-{Guid.NewGuid():N}@desk.example");
        var browser = site.AtTheDesk();
        var page = await browser.Get($"/enrol/{link}");
        Assert.Contains("Hello Ines Marlow", page.Body, StringComparison.Ordinal);

        var set = await browser.Post($"/enrol/{link}", ("NewPassword", DeskWorld.Password), ("Repeat", DeskWorld.Password));
        Assert.Equal("/signin/code", set.LeadsTo);
        Assert.Null(browser["daypass-support"]);
        var signIn = browser["daypass-support.signin"]!;
        var app = await browser.Get("/signin/code");
        Assert.Contains("Pair your authenticator", app.Body, StringComparison.Ordinal);
        var secret = await World.SecretShown(signIn);
        Assert.Contains(string.Join(' ', OtpNet.Base32Encoding.ToString(secret).Chunk(4).Select(x => new string(x))), app.Body, StringComparison.Ordinal);

        var proven = await browser.Post("/signin/code", ("Code", World.NextValue(secret)));
        Assert.Equal("/", proven.LeadsTo);
        Assert.Null(browser["daypass-support.signin"]);
        Assert.Contains("Ines Marlow", (await browser.Get("/")).Body, StringComparison.Ordinal);
        Assert.Contains("This link does not work any more", (await site.AtTheDesk().Get($"/enrol/{link}")).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Signing_in_leads_back_to_where_it_was_asked_for_and_never_elsewhere()
    {
        var agent = await World.Agent(AgentRole.Technician);
        foreach (var (asked, to) in new[] { ("/lookup?x=1", "/lookup?x=1"), ("//evil.example", "/"), ("https://evil.example", "/"), ("/..//evil.example", "/"), ("/\\evil.example", "/") })
        {
            var browser = site.AtTheDesk();
            var back = $"?returnUrl={Uri.EscapeDataString(asked)}";
            var password = await browser.Post($"/signin{back}", ("Email", agent.Email), ("Password", World.Password));
            Assert.StartsWith("/signin/code?", password.LeadsTo, StringComparison.OrdinalIgnoreCase);
            Assert.Equal(to, (await browser.Post(password.LeadsTo, ("Code", World.NextValueOf(agent)))).LeadsTo);
        }
    }

    [Fact]
    public async Task The_language_of_the_pages_at_the_last_sign_in_is_that_of_the_agents_mails()
    {
        var agent = await World.Agent(AgentRole.Technician);
        foreach (var language in new[] { "de", "en" })
        {
            var browser = site.AtTheDesk();
            await browser.Post("/signin", ("Email", agent.Email), ("Password", World.Password));
            await browser.Post($"/signin/code?lang={language}", ("Code", World.NextValueOf(agent)));
            Assert.Equal(language, (await World.AgentOf(agent.Email)).Language);
        }
    }

    [Fact]
    public async Task Unknown_wrong_locked_retired_and_not_enrolled_get_one_answer_P1()
    {
        var (known, locked, retired) = (await World.Agent(AgentRole.Technician), await World.Agent(AgentRole.Technician), await World.Agent(AgentRole.Technician));
        var enrolling = $"new-{Guid.NewGuid():N}@desk.example";
        await World.BeginEnrolling(await World.MakeAgent(enrolling), World.Password);
        await World.Get<RetireAgent>().Run(retired.Email);
        for (var i = 0; i < 10; i++)
        {
            await World.EnterPassword(locked.Email, "not it, and long enough");
        }

        var shapes = new List<string>();
        foreach (var (email, password) in new[] { ("nobody@desk.example", World.Password), (known.Email, "not it, and long enough"), (locked.Email, World.Password), (retired.Email, World.Password), (enrolling, World.Password) })
        {
            shapes.Add((await site.AtTheDesk().Post("/signin", ("Email", email), ("Password", password))).Shape(email));
        }

        Assert.Single(shapes.Distinct(StringComparer.Ordinal));
        Assert.Contains("The email or the password is not right.", shapes[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_code_says_how_many_are_left_and_the_fifth_until_when_and_a_reload_types_nothing()
    {
        var agent = await World.Agent(AgentRole.Technician);
        var browser = site.AtTheDesk();
        await browser.Post("/signin", ("Email", agent.Email), ("Password", World.Password));
        var wrong = await browser.Post("/signin/code", ("Code", "000000"));
        Assert.Contains("4 tries are left", (await browser.Get(wrong.LeadsTo)).Body, StringComparison.Ordinal);
        await browser.Get(wrong.LeadsTo);
        Assert.Equal(1, (await World.AgentOf(agent.Email)).CodesTaken);
        for (var i = 0; i < 3; i++)
        {
            wrong = await browser.Post("/signin/code", ("Code", "000000"));
        }

        Assert.Contains("One try is left", (await browser.Get(wrong.LeadsTo)).Body, StringComparison.Ordinal);
        wrong = await browser.Post("/signin/code", ("Code", "000000"));
        Assert.Contains("No code is taken until", (await browser.Get(wrong.LeadsTo)).Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("reset")]
    [InlineData("retired")]
    [InlineData("signed out")]
    [InlineData("idle for half an hour")]
    [InlineData("twelve hours old")]
    public async Task A_session_that_has_ended_opens_nothing_from_the_next_request_on(string how)
    {
        var (browser, agent) = await site.SignedIn(AgentRole.Technician);
        var cookie = browser["daypass-support"]!;
        Assert.Equal(HttpStatusCode.OK, (await browser.Get("/")).Status);
        switch (how)
        {
            case "reset": await World.Get<ResetAgent>().Run(agent.Email); break;
            case "retired": await World.Get<RetireAgent>().Run(agent.Email); break;
            case "signed out": Assert.Equal("/signin", (await browser.Post("/signout")).LeadsTo); break;
            case "idle for half an hour":
                World.Clock.Advance(TimeSpan.FromMinutes(29));
                Assert.Equal(HttpStatusCode.OK, (await browser.Get("/")).Status);
                World.Clock.Advance(TimeSpan.FromMinutes(30));
                break;
            default:
                await World.Store.Write(Guid.Empty, db => db.AgentSessions.Where(x => x.Id == agent.SessionId).ExecuteUpdateAsync(set => set.SetProperty(x => x.ExpiresAt, World.Now.AddSeconds(1))));
                Assert.Equal(HttpStatusCode.OK, (await browser.Get("/")).Status);
                World.Clock.Advance(TimeSpan.FromSeconds(1));
                break;
        }

        browser["daypass-support"] = cookie;
        Assert.Equal("/signin", (await browser.Get("/")).LeadsTo);
    }

    [Fact]
    public async Task A_planted_session_cookie_never_becomes_one_Q16()
    {
        var agent = await World.Agent(AgentRole.Technician);
        var browser = site.AtTheDesk();
        var planted = Server.Storage.Token.New().Reveal();
        (browser["daypass-support"], browser["daypass-support.signin"]) = (planted, planted);
        await browser.Post("/signin", ("Email", agent.Email), ("Password", World.Password));
        Assert.NotEqual(planted, browser["daypass-support.signin"]);
        await browser.Post("/signin/code", ("Code", World.NextValueOf(agent)));
        Assert.NotEqual(planted, browser["daypass-support"]);
        var other = site.AtTheDesk();
        (other["daypass-support"], other["daypass-support.signin"]) = (planted, planted);
        Assert.Equal("/signin", (await other.Get("/")).LeadsTo);
    }

    [Fact]
    public async Task A_session_of_a_firm_opens_nothing_at_the_desk_and_an_agents_nothing_in_a_firm()
    {
        var (desk, _) = await site.SignedIn(AgentRole.Technician);
        var firm = await site.SignedIn(World.Primary);
        var (atTheDesk, inTheFirm) = (site.AtTheDesk(), site.NewBrowser());
        (atTheDesk["daypass-support"], atTheDesk["daypass-amber"]) = (firm["daypass-amber"]!, firm["daypass-amber"]!);
        (inTheFirm["daypass-support"], inTheFirm["daypass-amber"]) = (desk["daypass-support"]!, desk["daypass-support"]!);
        Assert.Equal("/signin", (await atTheDesk.Get("/")).LeadsTo);
        Assert.StartsWith("/amber/signin", (await inTheFirm.Get("/amber/profile")).LeadsTo, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_for_the_other_role_says_so()
    {
        var row = TableOfTheDesk.Rows.FirstOrDefault(x => x.Open == "-y-" && !x.Route.Contains('{', StringComparison.Ordinal));
        if (row is not null)
        {
            var (technician, _) = await site.SignedIn(AgentRole.Technician);
            var answer = await technician.Get($"/{row.Route}");
            Assert.Equal(HttpStatusCode.Forbidden, answer.Status);
            Assert.Contains("Hand it to a colleague", answer.Body, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Confirming_leads_back()
    {
        var (browser, agent) = await site.SignedIn(AgentRole.Technician);
        World.Clock.Advance(TimeSpan.FromMinutes(10));
        Assert.Equal("/lookup", (await browser.Post("/confirm?returnUrl=%2Flookup", ("Code", World.NextValueOf(agent)))).LeadsTo);
        Assert.Equal(World.Now, await World.Look(db => db.AgentSessions.Where(x => x.Id == agent.SessionId).Select(x => x.ConfirmedAt).SingleAsync()));
    }
}
