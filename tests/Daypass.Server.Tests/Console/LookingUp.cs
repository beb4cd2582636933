using Daypass.Domain;
using Daypass.Server.Cases;
using Daypass.Server.Storage.Model;
using Daypass.TestHost;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Daypass.Server.Tests.Console;

/// <summary>The look-up's page (H2) and what it leads to.</summary>
public sealed class LookingUp : DeskPages
{
    [Fact]
    public async Task Shows_who_is_primary_and_leads_to_a_case_for_them_and_puts_nothing_typed_into_an_address()
    {
        await World.Administrator();
        var page = await LookUp(Representative, World.Primary.Email);
        Assert.Contains("Paula Amberg", page.Text, StringComparison.Ordinal);
        Assert.Contains("On file since", page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("example.com", page.At, StringComparison.Ordinal);
        Assert.Equal("Case 1", $"Case {await CasesAfter("Open a case: code for Paula Amberg")}");
    }

    [Fact]
    public async Task Marks_contacts_that_changed_within_30_days_with_who_changed_them_H2()
    {
        var heir = await World.Administrator();
        await Rename(heir, "Hannes Erb");
        await World.Store.WriteAcross(db => db.Accounts.Where(x => x.Id == World.Primary.Id)
            .ExecuteUpdateAsync(set => set.SetProperty(x => x.ContactChangedAt, World.Now.AddDays(-3)).SetProperty(x => x.ContactChangedBy, heir.Id)));
        var page = await LookUp(Representative, "amber");
        Assert.Contains("Changed on 1 Mar 2031 by Hannes Erb, less than 30 days ago: do not call back.", page.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sends_a_client_back_to_their_firm_and_offers_nothing_but_a_removal_W3()
    {
        var client = await World.Client();
        await Rename(client, "Cleo Kunz");
        var page = await LookUp(Representative, client.Email);
        Assert.Contains("Cleo Kunz is a client of amber & partners. Support issues no codes for clients: send them back to the firm.", page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(page.Page.QuerySelectorAll("a"), x => x.TextContent.Contains("Cleo", StringComparison.Ordinal));

        await World.IssueAsOperator(client);
        page = await LookUp(Representative, client.Email);
        await page.Follow("Open a case: remove the code of Cleo Kunz");
        Assert.Equal("New case: remove the code of Cleo Kunz", Representative.Title);
    }

    [Fact]
    public async Task Offers_a_technician_no_case_to_open()
    {
        var page = await LookUp(Technician, "amber");
        Assert.Contains("Paula Amberg", page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(page.Page.QuerySelectorAll("a"), x => x.GetAttribute("href")!.StartsWith("/cases/new", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Says_what_to_do_where_nothing_too_much_or_nothing_more_is_found()
    {
        Assert.Contains("Nothing found for “nobody@example.net”", (await LookUp(Representative, "nobody@example.net")).Text, StringComparison.Ordinal);
        for (var i = 0; i < 6; i++)
        {
            await World.AddFirm($"elm{i}");
        }

        Assert.Contains("Too many firms match “partners”", (await LookUp(Representative, "partners")).Text, StringComparison.Ordinal);
        for (var i = 2; i < Server.Cases.LookUp.PerHour; i++)
        {
            await World.Get<LookUp>().Run(Rhea, "nobody", LookUpReason.Investigation);
        }

        Assert.Contains("You looked up as often as one person may in an hour. Until Tue 4 Mar 2031, 10:12 (UTC)", Assert.Single((await LookUp(Representative, "amber")).Errors), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Opens_no_case_for_somebody_who_was_not_looked_up_or_by_another_agent()
    {
        var link = (await LookUp(Representative, "amber")).Page.QuerySelectorAll("a").Select(x => x.GetAttribute("href")!).First(x => x.StartsWith("/cases/new", StringComparison.Ordinal));
        using var other = await Server.Tests.Pages.Visitor.AtTheDesk(World, await World.Agent(AgentRole.Representative));
        Assert.Equal("Look the person up first", (await other.Open(link)).Title);
        Assert.Equal("Look the person up first", (await Representative.Open("/cases/new")).Title);
        Assert.Equal("New case: temporary code for Paula Amberg", (await Representative.Open(link)).Title);
        World.Clock.Advance(TimeSpan.FromMinutes(25));
    }

    private async Task<int> CasesAfter(string link)
    {
        await Representative.Follow(link);
        await Representative.Fill(("Arrival", "Fax"), ("Reason", "Lost"));
        var opened = await World.Store.ReadAcross(db => db.SupportCases.AsNoTracking().SingleAsync());
        Assert.Equal((CaseArrival.Fax, CodeReason.Lost, CaseState.Open, Rhea.AgentId), (opened.Arrival, opened.Reason, opened.State, opened.OpenedBy));
        return 1;
    }
}
