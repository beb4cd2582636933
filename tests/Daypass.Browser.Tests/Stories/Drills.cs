using Daypass.Domain;
using Daypass.TestHost;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Daypass.Browser.Tests.Stories;

/// <summary>A technician starts a drill: a marked, invented request that runs through the queue and can never reach a code.</summary>
public sealed class Drills(Browser browser, Stages stages) : DeskStory(browser, stages)
{
    private Desk _starter = null!;
    private string _number = "";

    [Theory, OnBothDatabases(BothWithAll = true)]
    public async Task Nobody_else_sees_that_it_is_one_and_afterwards_it_says_who_stopped_it_where(DatabaseKind database)
    {
        await BeginAtTheDesk(database);
        await DrillRuns("Not signed");

        await SubmitWhatCame();
        await Technician.OpenFromQueue(_number);
        await Technician.ReadsNot("rill");
        await Technician.Follow("Reject the request");
        await Technician.Page.GetByLabel("Letter not in order").CheckAsync();
        await Technician.Press("Reject");
        await Technician.Reads("This was a drill: an invented request.");

        await _starter.Open("/drills");
        await _starter.Reads("Stopped by the desk");
        await _starter.Reads($"{Representative.Agent.Name} submitted it; {Technician.Agent.Name} stopped it.");
        await TheFirmKnowsNothing();
    }

    [Theory, OnBothDatabases(BothWithAll = true)]
    public async Task One_that_is_approved_was_missed_and_still_reaches_no_code(DatabaseKind database)
    {
        await BeginAtTheDesk(database);
        await DrillRuns("Nobody at the firm asked");

        await SubmitWhatCame();
        await Technician.OpenFromQueue(_number);
        await Technician.CallsBack();
        await Technician.Approves();
        await Technician.Reads("This was a drill, and it was approved");
        await Technician.CannotIssue("Approved");
        await Assert.ThrowsAnyAsync<Exception>(() => World.LastCodeOf(Maren));

        await _starter.Open("/drills");
        await _starter.Reads("Approved: not noticed");
        await _starter.Reads($"{Representative.Agent.Name} submitted it, {Technician.Agent.Name} approved it.");
        await TheFirmKnowsNothing();
    }

    /// <summary>Started by another technician, in the representative's name.</summary>
    private async Task DrillRuns(string flaw)
    {
        _starter = await AtTheDesk(AgentRole.Technician);
        await _starter.LookUp(Firm, "Something is looked into");
        await _starter.Follow("Start a drill for Maren Holloway");
        await _starter.Page.GetByLabel(flaw).CheckAsync();
        await _starter.Page.GetByLabel("Letter by fax").CheckAsync();
        await _starter.Page.GetByLabel("In whose name does it stand in the queue?").SelectOptionAsync(Representative.Agent.Name);
        await _starter.Press("Start the drill");
        await _starter.Reads("This is your drill. Nobody else at the desk sees that it is one");
        _number = await _starter.Page.Locator(".lede .mono").InnerTextAsync();
    }

    private async Task SubmitWhatCame()
    {
        await Representative.OpenFromQueue(_number);
        await Representative.ReadsNot("rill");
        await Representative.Press("Yes: tick the requester");
        await Representative.Press("Yes, all of it: tick the letter");
        await Representative.Press("Submit for a decision");
        await Representative.Reads("Submitted. A technician takes it from here.");
    }

    /// <summary>No mail, no case on its page, nothing of it in its activity but that somebody looked it up.</summary>
    private async Task TheFirmKnowsNothing()
    {
        Assert.False(await World.Store.Read(_firm, db => db.Notices.AnyAsync(x => x.CaseId != null)));
        var idris = await SignedIn(Idris);
        await idris.Open("/setup/cases");
        await idris.Reads("No support case so far");
        await idris.Open("/setup/activity");
        await idris.Reads("Looked up by support");
        await Microsoft.Playwright.Assertions.Expect(idris.Page.GetByRole(Microsoft.Playwright.AriaRole.Main)).Not.ToContainTextAsync("case");
    }
}
