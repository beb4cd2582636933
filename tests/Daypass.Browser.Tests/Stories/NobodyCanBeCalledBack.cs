using Daypass.Domain;
using Daypass.TestHost;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using Xunit;

namespace Daypass.Browser.Tests.Stories;

/// <summary>H3: what may stand for the call back. 24 hours pass, told to every administrator; or another administrator confirms.</summary>
public sealed class NobodyCanBeCalledBack(Browser browser, Stages stages) : DeskStory(browser, stages)
{
    [Theory, OnBothDatabases(BothWithAll = true)]
    public async Task Nobody_answers_so_the_desk_waits_24_hours_of_which_every_administrator_is_told(DatabaseKind database)
    {
        await BeginAtTheDesk(database);
        var number = await PrepareWithLetter();
        await Technician.OpenFromQueue(number);
        await Technician.Page.GetByText("Nobody reached?").ClickAsync();
        await Technician.Press("Begin the 24 hours' wait");
        await Technician.Waits("The wait is over in 1 d 0 h");
        await MailedLink(Maren, "Support waits 24 hours before it acts on your login", "stop-case");
        await MailedLink(Idris, "Support waits 24 hours before it acts on the login of Maren Holloway", "stop-case");

        World.Clock.Advance(CaseRule.Wait - TimeSpan.FromMinutes(10));
        await Technician.SignIn();
        await Technician.OpenFromQueue(number);
        await Technician.Waits("The wait is over in 9 min");
        await Assertions.Expect(Technician.Page.GetByRole(AriaRole.Button, new() { Name = "Approve" })).ToHaveCountAsync(0);

        World.Clock.Advance(TimeSpan.FromMinutes(10));
        await Technician.Page.ReloadAsync();
        await LetsMarenIn("Nobody answered; nobody objected within the 24 hours.");
    }

    [Theory, OnBothDatabases(BothWithAll = true)]
    public async Task Every_contact_is_new_so_another_administrator_confirms_from_their_own_session(DatabaseKind database)
    {
        await BeginAtTheDesk(database);
        await World.Store.Write(_firm, db => db.Accounts.Where(x => x.Id == Maren.Id).ExecuteUpdateAsync(set => set
            .SetProperty(x => x.ContactChangedAt, World.Now.AddDays(-12)).SetProperty(x => x.ContactChangedBy, Maren.Id)));
        var number = await PrepareWithLetter();
        await Technician.OpenFromQueue(number);
        await Technician.Reads("No contact is old enough to be called.");

        var idris = await SignedIn(Idris);
        await idris.Open("/setup/cases");
        await idris.Follow("Temporary code for Maren Holloway");
        await idris.Reads("Support can call nobody back.");
        await idris.Follow("I confirm this request");
        await idris.Press("I confirm this request");
        await idris.Reads("Confirmed. Support sees it, and decides.");

        await Technician.Page.ReloadAsync();
        await Technician.Reads("Another administrator confirmed");
        await LetsMarenIn("Idris Vale knows her voice.");
    }

    private async Task LetsMarenIn(string because)
    {
        await Technician.Approves(because);
        await Technician.Follow("Issue a temporary code");
        await Technician.Press("Issue the code");
        var digits = string.Concat(await Technician.Page.Locator("#digits span").AllInnerTextsAsync());
        await SignedIn(Maren, digits);
    }
}
