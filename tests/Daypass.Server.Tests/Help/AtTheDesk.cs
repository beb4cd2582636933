using System.Net;
using Daypass.Domain;
using Daypass.Server.Help;
using Daypass.Server.Storage.Model;
using Daypass.Server.Tests.Endpoints;
using Daypass.TestHost;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Daypass.Server.Tests.Help;

/// <summary>The story: an agent reads the help at the desk, with what is for support only, and says what should be better (K1, K2).</summary>
public sealed class AtTheDesk
{
    private const string Mark = "Internal: for support only";

    [Theory, InlineData(AgentRole.Representative), InlineData(AgentRole.Technician)]
    public async Task An_agent_reads_the_note_below_its_article_marked_as_internal(AgentRole role)
    {
        await using var site = await Site.On(await World.Create(DatabaseKind.Sqlite));
        var (browser, _) = await site.SignedIn(role);
        var page = (await browser.Get("/help/ask-support?lang=en")).Body;
        Assert.True(page.IndexOf("What the letter must say", StringComparison.Ordinal) < page.IndexOf(Mark, StringComparison.Ordinal));
        Assert.True(page.IndexOf(Mark, StringComparison.Ordinal) < page.IndexOf("Never mail or text digits.", StringComparison.Ordinal));
        Assert.Contains("/help/desk-letter?lang=en", page, StringComparison.Ordinal);
        Assert.DoesNotContain("Was this article helpful?", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_note_can_be_read_in_each_language_and_is_marked()
    {
        await using var site = await Site.On(await World.Create(DatabaseKind.Sqlite));
        var (browser, _) = await site.SignedIn(AgentRole.Representative);
        foreach (var (language, mark) in new[] { ("en", Mark), ("de", "Intern: nur für den Support") })
        {
            Assert.Contains(mark, WebUtility.HtmlDecode((await browser.Get($"/help?lang={language}")).Body), StringComparison.Ordinal);
            foreach (var note in ArticleFiles.Internal(language).Select(ArticleFiles.NameOf))
            {
                var page = await browser.Get($"/help/{note}?lang={language}");
                Assert.Equal((HttpStatusCode.OK, "no-store"), (page.Status, page.Header("Cache-Control")));
                Assert.Contains(mark, WebUtility.HtmlDecode(page.Body), StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public async Task An_agent_finds_notes_too()
    {
        await using var site = await Site.On(await World.Create(DatabaseKind.Sqlite));
        var (browser, _) = await site.SignedIn(AgentRole.Technician);
        var page = (await browser.Get("/help?lang=en&q=public+register")).Body;
        Assert.Contains("Hand the primary role over", page, StringComparison.Ordinal);
        Assert.Contains(Mark, page, StringComparison.Ordinal);
    }

    [Theory, OnBothDatabases(BothWithAll = true)]
    public async Task What_an_agent_says_is_kept_with_their_name_and_read_by_their_colleagues(DatabaseKind database)
    {
        await using var site = await Site.On(await World.Create(database));
        var (browser, me) = await site.SignedIn(AgentRole.Technician);
        var answer = await browser.Post("/help/desk-letter?lang=en&handler=Internal", ("Comment", "Say what to do with a letter in French, 601 680 597"));
        Assert.Equal("/help/desk-letter?lang=en&thanks=true#feedback", answer.LeadsTo);
        var kept = Assert.Single(await Kept(site));
        Assert.Equal(("desk-letter", FeedbackKind.Internal, (bool?)null, "Say what to do with a letter in French, […]", me.AgentId), (kept.Article, kept.Kind, kept.Helpful, kept.Comment, kept.AgentId!.Value));

        var (colleague, _) = await site.SignedIn(AgentRole.Representative);
        var page = WebUtility.HtmlDecode((await colleague.Get("/feedback")).Body);
        Assert.Contains("Say what to do with a letter in French", page, StringComparison.Ordinal);
        Assert.Contains(me.Name, page, StringComparison.Ordinal);
        Assert.Contains("The letter: what is accepted", page, StringComparison.Ordinal);
    }

    [Theory, InlineData(""), InlineData("  "), InlineData("too long")]
    public async Task Without_words_or_with_too_many_nothing_is_kept(string comment)
    {
        await using var site = await Site.On(await World.Create(DatabaseKind.Sqlite));
        var (browser, _) = await site.SignedIn(AgentRole.Technician);
        var page = await browser.Post("/help/desk-letter?lang=en&handler=Internal", ("Comment", comment == "too long" ? new string('x', FeedbackText.Longest + 1) : comment));
        Assert.Equal(HttpStatusCode.OK, page.Status);
        Assert.Contains("class=\"errors\"", page.Body, StringComparison.Ordinal);
        Assert.Empty(await Kept(site));
    }

    [Theory, InlineData("anybody"), InlineData("nobody at the desk"), InlineData("an agent outside"), InlineData("an agent signed out")]
    public async Task Nobody_else_says_anything_as_an_agent(string asker)
    {
        await using var site = await Site.On(await World.Create(DatabaseKind.Sqlite));
        var (agents, me) = await site.SignedIn(AgentRole.Technician);
        var browser = asker switch { "nobody at the desk" => site.AtTheDesk(), "an agent signed out" => agents, _ => site.NewBrowser() };
        if (asker == "an agent outside")
        {
            browser["daypass-support"] = agents["daypass-support"];
        }

        // The token of a form that the asker was shown, of whichever listener.
        var token = await browser.Token(asker.StartsWith("a", StringComparison.Ordinal) && asker != "an agent signed out" ? "/amber/signin" : "/");
        if (asker == "an agent signed out")
        {
            await site.World.Store.WriteAcross(db => db.AgentSessions.Where(x => x.Id == me.SessionId).ExecuteUpdateAsync(set => set.SetProperty(x => x.EndedAt, site.World.Now)));
        }

        var answer = await browser.PostBare("/help/ask-support?lang=en&handler=Internal", [("Comment", "Not from the desk"), ("__RequestVerificationToken", token)]);
        Assert.True(answer.Status is HttpStatusCode.NotFound or HttpStatusCode.BadRequest, $"{(int)answer.Status}");
        Assert.Empty(await Kept(site));
    }

    [Theory, OnBothDatabases(BothWithAll = true)]
    public async Task A_session_that_ends_while_the_form_is_sent_keeps_nothing(DatabaseKind database)
    {
        await using var site = await Site.On(await World.Create(database));
        var me = await site.World.Agent(AgentRole.Technician);
        await site.World.Store.WriteAcross(db => db.AgentSessions.Where(x => x.Id == me.SessionId).ExecuteUpdateAsync(set => set.SetProperty(x => x.EndedAt, site.World.Now)));
        Assert.Equal(FeedbackResult.SignedOut, await site.World.Get<LeaveInternalFeedback>().Run(me, "ask-support", "en", "Too late"));
        Assert.Empty(await Kept(site));
    }

    [Theory, OnBothDatabases(BothWithAll = true)]
    public async Task The_report_counts_each_article_and_shows_what_was_said_the_newest_first(DatabaseKind database)
    {
        await using var site = await Site.On(await World.Create(database));
        await Say(site, "backup-codes", true, null);
        await Say(site, "backup-codes", true, "Clear");
        await Say(site, "backup-codes", false, "<b>Too long</b>");
        await Say(site, "password", false, "Where is the button?");
        var (browser, _) = await site.SignedIn(AgentRole.Representative);

        var page = await browser.Get("/feedback");
        Assert.Contains("66 %", page.Body, StringComparison.Ordinal);
        Assert.Contains("&lt;b&gt;Too long&lt;/b&gt;", page.Body, StringComparison.Ordinal);
        Assert.True(page.Body.IndexOf("Where is the button?", StringComparison.Ordinal) < page.Body.IndexOf(">Clear<", StringComparison.Ordinal));

        var one = (await browser.Get("/feedback?about=password")).Body;
        Assert.Contains("Where is the button?", one, StringComparison.Ordinal);
        Assert.DoesNotContain(">Clear<", one, StringComparison.Ordinal);
        Assert.Contains("No words here", (await browser.Get("/feedback?kind=Internal")).Body, StringComparison.Ordinal);
        foreach (var odd in new[] { "about=nonsense", "about=%27--", "kind=77", "kind=x", "nr=-5", "nr=99999999", "nr=x" })
        {
            Assert.Equal(HttpStatusCode.OK, (await browser.Get($"/feedback?{odd}")).Status);
        }
    }

    [Fact]
    public async Task Many_remarks_are_shown_page_by_page()
    {
        await using var site = await Site.On(await World.Create(DatabaseKind.Sqlite));
        for (var i = 0; i <= FeedbackReport.PerPage; i++)
        {
            await Say(site, "password", false, $"Remark {i}.");
        }

        var (browser, _) = await site.SignedIn(AgentRole.Representative);
        var (first, second) = ((await browser.Get("/feedback")).Body, (await browser.Get("/feedback?nr=2")).Body);
        Assert.DoesNotContain(">Remark 0.<", first, StringComparison.Ordinal);
        Assert.Contains(">Remark 0.<", second, StringComparison.Ordinal);
        Assert.Contains("51 to 51 of 51.", second, StringComparison.Ordinal);
    }

    private static Task Say(Site site, string article, bool helpful, string? comment)
    {
        site.World.Clock.Advance(TimeSpan.FromMinutes(10));
        return site.World.Get<LeaveFeedback>().Run(article, "en", helpful, comment, IPAddress.Loopback);
    }

    private static Task<List<HelpFeedback>> Kept(Site site) => site.World.Store.ReadAcross(db => db.HelpFeedback.AsNoTracking().ToListAsync());
}
