using System.Net;
using Daypass.Domain;
using Daypass.Server.Hosting;
using Daypass.Server.Storage.Model;
using Daypass.Server.Support;
using Daypass.Server.Tests.Endpoints;
using Daypass.Server.Tests.Letters.Intake;
using Daypass.TestHost;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Daypass.Server.Tests.Letters;

/// <summary>The list of letters at the desk, and what is done with one, over HTTP.</summary>
public sealed class TheList(Site site) : IClassFixture<Site>
{
    [Fact]
    public async Task Shows_who_sent_what_and_leads_to_the_letter_and_to_the_next_step()
    {
        var letter = await site.World.Arrive("Mara Alder is locked out");
        var (browser, _) = await site.SignedIn(AgentRole.Representative);

        var row = await RowOf(browser, "/letters", letter);

        Assert.Contains("mara@amber.example", row, StringComparison.Ordinal);
        Assert.Contains("Mara Alder is locked out", row, StringComparison.Ordinal);
        Assert.Contains($"href=\"/letters/{letter}\"", row, StringComparison.Ordinal);
        Assert.Contains("PDF, 1 kB", row, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Shows_what_strangers_wrote_as_text()
    {
        var letter = await site.World.Arrive("<img src=x onerror=alert(1)>", "\"><script>@evil.example", "a<b>.pdf");
        var (browser, _) = await site.SignedIn(AgentRole.Representative);

        foreach (var page in new[] { await RowOf(browser, "/letters", letter), (await browser.Get($"/letters/{letter}/sort")).Body })
        {
            Assert.Contains("&lt;img src=x onerror=alert(1)&gt;", page, StringComparison.Ordinal);
            Assert.DoesNotContain("<img src=x", page, StringComparison.Ordinal);
            Assert.DoesNotContain("<script>@evil", page, StringComparison.Ordinal);
            Assert.DoesNotContain("a<b>", page, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_representative_assigns_a_letter_by_the_number_as_it_is_said()
    {
        var letter = await site.World.Arrive();
        var (browser, me) = await site.SignedIn(AgentRole.Representative);
        var about = await LetterDesk.OpenCase(site.World, me);
        var number = await site.World.Store.ReadAcross(db => db.SupportCases.Where(x => x.Id == about).Select(x => x.Number).SingleAsync());

        Assert.Contains($"value=\"{number}\"", (await browser.Get($"/letters/{letter}/sort?case={number}")).Body, StringComparison.Ordinal);
        var answer = await browser.Post($"/letters/{letter}/sort?handler=Assign", ("Case", $"{number / 10000} {number % 10000:0000}"));

        Assert.Equal((HttpStatusCode.Redirect, $"/cases/{about}?done=letter"), (answer.Status, answer.LeadsTo));
        Assert.DoesNotContain($"{letter}", (await browser.Get("/letters")).Body, StringComparison.Ordinal);
        Assert.Contains("was sorted by somebody", (await browser.Get($"/letters/{letter}/sort")).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whoever_comes_from_a_case_is_offered_that_case_first_on_every_page()
    {
        var letter = await site.World.Arrive();
        var (browser, me) = await site.SignedIn(AgentRole.Representative);
        var about = await LetterDesk.OpenCase(site.World, me);
        var number = await site.World.Store.ReadAcross(db => db.SupportCases.Where(x => x.Id == about).Select(x => x.Number).SingleAsync());

        Assert.Contains($"href=\"/letters?case={number}\"", (await browser.Get($"/cases/{about}")).Body, StringComparison.Ordinal);
        var list = (await browser.Get($"/letters?case={number}")).Body;
        Assert.Contains($"Looking for the letter of case {number}, amber &amp; partners", list, StringComparison.Ordinal);
        Assert.Contains($"href=\"/letters/{letter}?case={number}\"", list, StringComparison.Ordinal);
        Assert.Contains($"href=\"/letters/{letter}/sort?case={number}\"", (await browser.Get($"/letters/{letter}?case={number}")).Body, StringComparison.Ordinal);
        Assert.Contains($"Assign to case {number}", (await browser.Get($"/letters/{letter}/sort?case={number}")).Body, StringComparison.Ordinal);

        // A link that has lain about: the case takes no letters any more.
        await site.World.Store.WriteAcross(db => db.SupportCases.Where(x => x.Id == about).ExecuteUpdateAsync(set => set.SetProperty(x => x.State, CaseState.Withdrawn)));
        Assert.DoesNotContain($"{number}", (await browser.Get($"/letters?case={number}")).Body, StringComparison.Ordinal);
        Assert.DoesNotContain($"Assign to case {number}", (await browser.Get($"/letters/{letter}/sort?case={number}")).Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("12", "Type the seven digits")]
    [InlineData("1000001", "There is no case with this number")]
    public async Task A_wrong_number_is_said_and_kept(string typed, string said)
    {
        var letter = await site.World.Arrive();
        var (browser, _) = await site.SignedIn(AgentRole.Representative);

        var page = (await browser.Post($"/letters/{letter}/sort?handler=Assign", ("Case", typed))).Body;

        Assert.Contains(said, page, StringComparison.Ordinal);
        Assert.Contains($"value=\"{typed}\"", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(CaseState.Submitted, false, "no longer open")]
    [InlineData(CaseState.Open, true, "has frozen this case")]
    public async Task A_case_that_takes_no_letter_says_what_to_do(CaseState state, bool frozen, string said)
    {
        var letter = await site.World.Arrive();
        var (browser, me) = await site.SignedIn(AgentRole.Representative);
        var about = await LetterDesk.OpenCase(site.World, me);
        var number = await site.World.Store.WriteAcross(async db =>
        {
            var found = await db.SupportCases.SingleAsync(x => x.Id == about);
            (found.State, found.FrozenAt) = (state, frozen ? site.World.Now : null);
            return found.Number;
        });

        Assert.Contains(said, (await browser.Post($"/letters/{letter}/sort?handler=Assign", ("Case", $"{number}"))).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_refused_says_why_and_what_to_answer_and_is_put_away_and_back()
    {
        var letter = await site.World.ArriveRefused("Please");
        var (browser, me) = await site.SignedIn(AgentRole.Representative);
        var row = await RowOf(browser, "/letters?show=refused", letter);
        Assert.Contains("This is a web page, not a scanned letter.", row, StringComparison.Ordinal);
        Assert.DoesNotContain($"href=\"/letters/{letter}\"", row, StringComparison.Ordinal);

        var sort = $"/letters/{letter}/sort";
        Assert.DoesNotContain("handler=Assign", (await browser.Get(sort)).Body, StringComparison.Ordinal);
        Assert.Contains("Choose why it is put away", (await browser.Post(sort + "?handler=PutAway", ("Reason", "99"))).Body, StringComparison.Ordinal);
        Assert.Equal("/letters", (await browser.Post(sort + "?handler=PutAway", ("Reason", "Answered"))).LeadsTo);
        var away = await RowOf(browser, "/letters?show=away", letter);
        Assert.Contains("Sender answered", away, StringComparison.Ordinal);
        Assert.Contains(me.Name, away, StringComparison.Ordinal);
        Assert.Contains("This is a web page", away, StringComparison.Ordinal);

        Assert.Equal("/letters", (await browser.Post(sort + "?handler=PutBack")).LeadsTo);
        await RowOf(browser, "/letters?show=refused", letter);
    }

    [Fact]
    public async Task A_technician_sees_the_letters_and_sorts_none()
    {
        var letter = await site.World.Arrive();
        var (browser, _) = await site.SignedIn(AgentRole.Technician);

        Assert.DoesNotContain("/sort", await RowOf(browser, "/letters", letter), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Forbidden, (await browser.Get($"/letters/{letter}/sort")).Status);
    }

    [Theory]
    [InlineData("/letters?nr=0")]
    [InlineData("/letters?nr=x")]
    [InlineData("/letters?nr=99999999")]
    public async Task A_page_that_the_list_does_not_have_is_not_found(string path)
    {
        var (browser, _) = await site.SignedIn(AgentRole.Technician);

        Assert.Equal(HttpStatusCode.NotFound, (await browser.Get(path)).Status);
    }

    [Fact]
    public async Task Without_a_mailbox_it_says_that_letters_are_added_by_hand()
    {
        var (browser, _) = await site.SignedIn(AgentRole.Technician);

        Assert.Contains("No mailbox for letters is set", (await browser.Get("/letters")).Body, StringComparison.Ordinal);
    }

    [Theory, OnBothDatabases(BothWithAll = true)]
    public async Task How_the_mailbox_goes_is_seen_on_every_server(DatabaseKind database)
    {
        await using var box = await Mailbox.Create(database);
        await box.World.Listen();
        var browser = new Browser(new Uri(box.World.Get<SupportListener>().Address!), "/");
        browser["daypass-support"] = (await box.World.TokenOf(await box.World.Agent(AgentRole.Technician))).Reveal();
        Assert.Contains("It was not read yet", (await browser.Get("/letters")).Body, StringComparison.Ordinal);

        await box.Round();
        var page = (await browser.Get("/letters")).Body;
        Assert.Contains($"{box.Name}@127.0.0.1", page, StringComparison.Ordinal);
        Assert.Contains("Last read Tue 4 Mar 2031, 09:12 (UTC)", page, StringComparison.Ordinal);

        await Change(x => x.Waiting = 3);
        Assert.Contains("3 messages wait in the mailbox", (await browser.Get("/letters")).Body, StringComparison.Ordinal);

        await Change(x => (x.FailingSince, x.Failure) = (box.World.Now, "Connection <refused>"));
        page = (await browser.Get("/letters")).Body;
        Assert.Contains("cannot be read", page, StringComparison.Ordinal);
        Assert.Contains("Connection &lt;refused&gt;", page, StringComparison.Ordinal);

        Task Change(Action<IntakeMailbox> change) => box.World.Store.WriteAcross(async db => change(await db.IntakeMailboxes.SingleAsync()));
    }

    /// <summary>The line of one letter in the list; it is on the last of its pages at the latest.</summary>
    private static async Task<string> RowOf(Browser browser, string path, Guid letter)
    {
        for (var nr = 1; ; nr++)
        {
            var page = (await browser.Get($"{path}{(path.Contains('?', StringComparison.Ordinal) ? '&' : '?')}nr={nr}")).Body;
            if (page.Split("<tr>").FirstOrDefault(x => x.Contains($"{letter}", StringComparison.Ordinal)) is { } row)
            {
                return row.Split("</tr>")[0];
            }

            Assert.Contains("rel=\"next\"", page, StringComparison.Ordinal);
        }
    }
}
