using Daypass.Domain;
using Daypass.Server.Cases;
using Daypass.Server.Support;
using Daypass.TestHost;
using Xunit;

namespace Daypass.Browser.Tests.Stories;

/// <summary>H4: many cases within an hour are the first sign of an attack. A banner says so, and a second technician approves as well.</summary>
public sealed class InAWave(Browser browser, Stages stages) : DeskStory(browser, stages)
{
    [Theory, OnBothDatabases(BothWithAll = true)]
    public async Task One_technician_is_not_enough_and_the_second_looks_at_it_anew(DatabaseKind database)
    {
        await BeginAtTheDesk(database);
        var second = await AtTheDesk(AgentRole.Technician);
        var number = await PrepareWithLetter();
        await Technician.Open("/");
        await Technician.ReadsNot("Unusually many cases");
        await OthersArrive();

        await Technician.OpenFromQueue(number);
        await Technician.Reads("Within the last hour more than 5 cases were opened for one firm, or more than 20 in all");
        await Technician.CallsBack();
        await Technician.Reads("Unusually many cases are or were open around it: a second technician has to approve as well.");
        await Technician.Approves();
        await Technician.Waits("A second technician has to approve");
        await Technician.CannotIssue("A second technician has to approve");

        await second.OpenFromQueue(number);
        await second.Waits("Second approval");
        await second.Reads($"{Technician.Agent.Name} approved");
        await second.Press("Approve as well");
        await second.Waits("Issue the code for Maren Holloway");
        await second.Follow("Issue a temporary code");
        await second.Press("Issue the code");
        await SignedIn(Maren, string.Concat(await second.Page.Locator("#digits span").AllInnerTextsAsync()));
    }

    [Theory, OnBothDatabases(BothWithAll = true)]
    public async Task A_wave_is_not_waited_out_for_a_case_that_came_with_it(DatabaseKind database)
    {
        await BeginAtTheDesk(database);
        var number = await PrepareWithLetter();
        await OthersArrive();
        World.Clock.Advance(2 * WaveRule.Window);
        await Technician.SignIn();
        await Technician.ReadsNot("Unusually many cases");

        await Technician.OpenFromQueue(number);
        await Technician.CallsBack();
        await Technician.Approves();
        await Technician.CannotIssue("A second technician has to approve");
    }

    /// <summary>Within a minute, so many more for the same firm that there are more than the alarm lets pass.</summary>
    private async Task OthersArrive()
    {
        for (var i = 0; i < WaveRule.MostForFirm; i++)
        {
            Assert.IsType<OpenCaseResult.Opened>(await World.Get<OpenCase>().Run(Representative.Agent,
                new CaseRequest(Guid.NewGuid(), _firm, CaseKind.Access, Idris.Id, CaseArrival.Fax, CodeReason.NewPhone)));
        }
    }
}
