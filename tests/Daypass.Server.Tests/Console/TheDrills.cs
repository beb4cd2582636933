using Daypass.Domain;
using Daypass.Server.Cases.Drills;
using Xunit;

namespace Daypass.Server.Tests.Console;

/// <summary>Drills at the desk's pages: started from a look-up, unknown to the others while they run, and said by whom they ended.</summary>
public sealed class TheDrills : DeskPages
{
    [Fact]
    public async Task Begin_from_a_look_up_and_look_like_any_case_to_the_others_until_they_end()
    {
        var at = await Started();
        Assert.Contains("This is your drill.", Technician.Text, StringComparison.Ordinal);
        Assert.Contains("Running", (await Technician.Open("/drills")).Text, StringComparison.Ordinal);

        Assert.DoesNotContain("drill", (await Representative.Open(at)).Page.Body!.QuerySelector("main")!.TextContent, StringComparison.OrdinalIgnoreCase);
        Assert.Equal("Is it Paula Amberg who asks?", Representative.Page.QuerySelector("#next")!.TextContent);
        Assert.Contains("No drills yet", (await Representative.Open("/drills")).Text, StringComparison.Ordinal);
        using var other = await Pages.Visitor.AtTheDesk(World, await World.Agent(AgentRole.Technician));
        Assert.DoesNotContain("Drill", (await other.Open("/activity")).Text, StringComparison.Ordinal);
        Assert.Contains("Drill started", (await Technician.Open("/activity")).Text, StringComparison.Ordinal);

        await Representative.Open(at + "/withdraw");
        await Representative.Press("Withdraw");
        Assert.Contains("This was a drill: an invented request.", Representative.Text, StringComparison.Ordinal);
        Assert.Contains($"{Rhea.Name} stopped it while it was prepared.", (await Representative.Open("/drills")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Approved_say_that_a_real_request_would_have_gone_through_and_lead_to_no_code_H4()
    {
        var at = await Started();
        await Representative.Open(at);
        await Representative.Press("Yes: tick the requester");
        await Representative.Press("Yes, all of it: tick the letter");
        await Representative.Press("Submit for a decision");
        using var other = await Pages.Visitor.AtTheDesk(World, await World.Agent(AgentRole.Technician));
        await (await other.Open(at)).Fill(("Contact", $"{World.Primary.Id}:{ContactKind.Phone}"));
        await other.Press("Approve");
        Assert.Contains("This was a drill, and it was approved", other.Text, StringComparison.Ordinal);
        Assert.Equal("Approved", other.Page.QuerySelector("#next")!.TextContent.Trim());
        Assert.Equal(at, (await other.Open(at + "/code")).At);
        Assert.Equal(DrillOutcome.Missed, Assert.Single(await World.Get<DrillResults>().Run(Rhea)).Outcome);
    }

    [Fact]
    public async Task Are_neither_decided_nor_prepared_by_who_started_them()
    {
        var at = await Started();
        await Technician.Open(at);
        Assert.Equal("A representative prepares it", Technician.Page.QuerySelector("#next")!.TextContent.Trim());
        await Technician.Follow("Withdraw the case");
        await Technician.Press("Withdraw");
        Assert.Equal(DrillOutcome.Called, Assert.Single(await World.Get<DrillResults>().Run(Tom)).Outcome);
    }

    private async Task<string> Started()
    {
        var link = (await LookUp(Technician, "amber")).Page.QuerySelectorAll("a").Select(x => x.GetAttribute("href")!).Single(x => x.StartsWith("/drills/new", StringComparison.Ordinal));
        await (await Technician.Open(link)).Fill(("Flaw", "NotSigned"), ("Arrival", "Email"), ("InNameOf", Rhea.AgentId.ToString()));
        Assert.StartsWith("/cases/", Technician.At, StringComparison.Ordinal);
        return Technician.At.Split('?')[0];
    }
}
