using Daypass.Domain;
using Daypass.Server.Cases;
using Daypass.Server.Hosting;
using Daypass.TestHost;
using Xunit;

namespace Daypass.Browser.Tests.Stories;

/// <summary>
/// W2: an officer of the firm asks for another primary administrator. Maren Holloway has the role, Idris Vale is to have it; Nora Castell is
/// an administrator too. Anybody of them can stop it for 72 hours.
/// </summary>
public sealed class HandingThePrimaryRoleOver(Browser browser, Stages stages) : DeskStory(browser, stages)
{
    private const string Officer = "Olga Fenwick";
    private static readonly TimeSpan _instant = TimeSpan.FromMinutes(1);

    [Theory, OnBothDatabases(BothWithAll = true)]
    public async Task A_letter_of_an_officer_moves_the_role_when_72_hours_have_passed_and_nobody_stopped_it(DatabaseKind database)
    {
        await BeginAtTheDesk(database);
        await ApproveHandOver();
        await Technician.Waits("Idris Vale has the primary role in 3 d 0 h");
        await MailedLink(Maren, "Idris Vale is to become the primary administrator", "stop-case");
        await MailedLink(Idris, "You are to become the primary administrator", "stop-case");

        World.Clock.Advance(CaseRule.HandOverNotice - _instant);
        await TimePasses();
        await Technician.SignIn();
        await Technician.OpenFromQueue(_number);
        await Technician.Waits("Idris Vale has the primary role in less than a minute");
        World.Clock.Advance(_instant);
        await TimePasses();
        await Technician.Page.ReloadAsync();
        await Technician.Waits("Done");
        await Technician.Reads("Idris Vale is the primary administrator now.");

        // Maren is an administrator as Idris was, and it is on her list whose role it is.
        var maren = await SignedIn(Maren);
        await maren.Open("/setup/staff");
        await Has(maren, "Idris Vale", "Primary administrator");
        await maren.Open("/setup/activity");
        await maren.Reads("Primary role handed over");
    }

    [Theory, OnBothDatabases(BothWithAll = true)]
    public async Task An_administrator_stops_it_by_the_mailed_link_and_the_suspended_primary_administrator_is_back(DatabaseKind database)
    {
        await BeginAtTheDesk(database);
        var nora = await Administrator("Nora Castell");
        var maren = await SignedIn(Maren);
        await ApproveHandOver();

        await Technician.Follow("suspend the primary administrator");
        await Technician.Sees("Suspend Maren Holloway");
        await Technician.Press("Suspend");
        await Technician.Reads("The primary administrator is suspended until the case ends.");
        await maren.IsOut();
        await maren.Password(Maren);
        await maren.Sees("Sign in");

        var link = await MailedLink(nora, "Maren Holloway is suspended", "stop-case");
        var visit = await NewVisit();
        await visit.Page.GotoAsync(link);
        await visit.Sees("Stop this hand-over?");
        await visit.Press("Stop the hand-over");
        await visit.Sees("The hand-over is off");

        await Technician.Page.ReloadAsync();
        await Technician.Waits("Stopped by the firm");
        World.Clock.Advance(CaseRule.HandOverNotice);
        await TimePasses();
        await maren.SignIn(Maren);
        await maren.Open("/setup/staff");
        await Has(maren, "Maren Holloway", "Primary administrator");
    }

    private string _number = "";

    /// <summary>From the officer's letter to the approval, with which the notice begins.</summary>
    private async Task ApproveHandOver()
    {
        var subject = $"New primary administrator, {Firm}";
        await Arrives(mailbox => LetterMails.Scan(mailbox, $"{Officer} <olga.fenwick@{Firm}.example>", subject,
            new MailedFile("Letter.pdf", "application/pdf", LetterFiles.Pdf(LetterFiles.HandOver("Alder & Finch", Officer, "Idris Vale")))));
        await Representative.LookUp(Firm, "The primary role is to be handed over");
        _number = await Representative.OpenCase("Open a case: make primary for Idris Vale", "Letter by email", said: "The primary administrator leaves the firm.", officer: Officer);
        await Representative.Waits($"May {Officer} sign for the firm?");
        await Representative.Press("Yes: tick the officer");
        await Representative.TakeLetter(subject, _number, pages: 1);
        await Representative.Press("Yes, all of it: tick the letter");
        await Representative.Press("Submit for a decision");
        await Representative.Reads("Submitted. A technician takes it from here.");

        await Technician.OpenFromQueue(_number);
        await Technician.Waits("Call an administrator of the firm");
        await Technician.CallsBack();
        await Technician.Approves("Named in the register; spoke to an administrator.");
    }

    /// <summary>What the server does every minute.</summary>
    private Task TimePasses() => World.Get<IEnumerable<IChore>>().OfType<HandOversTakeEffect>().Single().Do(TestContext.Current.CancellationToken);

    /// <summary>Somebody's row of the list says so.</summary>
    private static Task Has(Visit visit, string name, string words) =>
        Microsoft.Playwright.Assertions.Expect(visit.Page.GetByRole(Microsoft.Playwright.AriaRole.Row).Filter(new() { HasText = name })).ToContainTextAsync(words);
}
