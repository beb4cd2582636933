using System.Security.Cryptography;
using Daypass.TestHost;
using Xunit;

namespace Daypass.Browser.Tests.Stories;

/// <summary>The primary administrator is the one locked out, and the support desk helps (H3, H4, H5): from the letter in the mail to the new device.</summary>
public sealed class LockedOutPrimary(Browser browser, Stages stages) : DeskStory(browser, stages)
{
    [Theory, OnBothDatabases]
    public async Task A_letter_by_mail_a_call_back_and_two_agents_let_her_in_and_she_pairs_a_new_phone(DatabaseKind database)
    {
        await BeginAtTheDesk(database);
        var subject = $"Locked out, {Firm}";
        await Arrives(mailbox => ScanFrom(Maren, mailbox, subject));

        var number = await Prepare(subject, pages: 1);
        await MailedLink(Idris, "A support case was opened", "stop-case");
        var digits = await ApproveAndIssue(number);
        await Technician.Follow("Done");
        await Technician.Reads("The code for Maren Holloway was issued.");

        var maren = await NewVisit();
        await maren.Password(Maren);
        await maren.Code(digits);
        await maren.IsIn();
        await maren.Open("/profile/devices/add");
        var withNewPhone = await maren.Pair(Maren);
        await (await NewVisit()).SignIn(withNewPhone);

        // The code ended with the pairing, and the firm's other administrator sees all of it.
        var idris = await SignedIn(Idris);
        await idris.Open("/setup/activity");
        foreach (var line in new[] { "Looked up by support", "Support case opened", "Letter added to a support case", "Support case approved", "Temporary code issued", "Device paired" })
        {
            await idris.Reads(line);
        }
    }

    [Theory, OnBothDatabases(BothWithAll = true)]
    public async Task A_fax_of_two_pages_does_as_well_and_a_second_case_replaces_the_code(DatabaseKind database)
    {
        await BeginAtTheDesk(database);
        var caller = $"+4420794{RandomNumberGenerator.GetInt32(10_000, 100_000)}";
        await Arrives(mailbox => LetterMails.Fax(mailbox, caller, LetterFiles.Fax(LetterFiles.Request("Alder & Finch", "Maren Holloway"), ["Page 2"])));
        var first = await ApproveAndIssue(await Prepare($"Fax from {caller}", pages: 2));

        var again = $"Once more, {Firm}";
        await Arrives(mailbox => ScanFrom(Maren, mailbox, again));
        var second = await ApproveAndIssue(await Prepare(again, pages: 1), "Replace the code that is live");

        var maren = await NewVisit();
        await maren.Password(Maren);
        await maren.Code(first);
        await maren.Reads("A newer code was issued.");
        await maren.Code(second);
        await maren.IsIn();
    }

    [Theory, OnBothDatabases(BothWithAll = true)]
    public async Task She_has_her_phone_again_and_the_desk_removes_the_code_without_a_letter_so_that_the_phone_confirms_as_before(DatabaseKind database)
    {
        await BeginAtTheDesk(database);
        var digits = await World.IssueAsOperator(Maren);

        await Representative.LookUp(Firm, "A code is to be removed");
        var number = await Representative.OpenCase("Open a case: remove the code for Maren Holloway", "Phone");
        await Representative.Press("Yes: tick the requester");
        await Representative.Press("Submit for a decision");
        await Technician.OpenFromQueue(number);
        await Technician.CallsBack();
        await Technician.Approves();
        await Technician.Follow("Remove the code");
        await Technician.Press("Remove the code");
        await Technician.Reads("The code was removed.");

        var maren = await NewVisit();
        await maren.Password(Maren);
        await maren.Code(digits);
        await maren.Reads("removed");
        await maren.SignIn(Maren);
    }

    [Theory, OnBothDatabases(BothWithAll = true)]
    public async Task A_letter_that_is_not_in_order_is_rejected_and_no_code_is_issued(DatabaseKind database)
    {
        await BeginAtTheDesk(database);
        var subject = $"Please let me in, {Firm}";
        await Arrives(mailbox => ScanFrom(Maren, mailbox, subject));
        var number = await Prepare(subject, pages: 1);

        await Technician.OpenFromQueue(number);
        await Technician.CallsBack();
        await Technician.Follow("Reject the request");
        await Technician.Page.GetByLabel("Signature differs").CheckAsync();
        await Technician.Press("Reject");
        await Technician.Waits("Rejected: Signature differs");
        await Technician.Reads("No code was issued for Maren Holloway.");
        await Assert.ThrowsAnyAsync<Exception>(() => World.LastCodeOf(Maren));

        var idris = await SignedIn(Idris);
        await idris.Open("/setup/activity");
        await idris.Reads("Support case rejected");
    }

    [Theory, OnBothDatabases(BothWithAll = true)]
    public async Task The_other_administrator_stops_the_case_by_the_mailed_link_and_it_goes_on_only_after_a_new_call_back(DatabaseKind database)
    {
        await BeginAtTheDesk(database);
        var subject = $"Locked out, {Firm}";
        await Arrives(mailbox => ScanFrom(Maren, mailbox, subject));
        var number = await Prepare(subject, pages: 1);
        await Technician.OpenFromQueue(number);
        await Technician.CallsBack();
        await Technician.Approves();

        var idris = await NewVisit();
        await idris.Page.GotoAsync(await MailedLink(Idris, "A support case was opened", "stop-case"));
        await idris.Sees("Stop this support case?");
        await idris.Press("Stop the case");
        await idris.Sees("The case is stopped");

        await Technician.OpenFromQueue(number);
        await Technician.Waits("Idris Vale stopped this case");
        await Technician.Open($"{new Uri(Technician.Page.Url).AbsolutePath}/code");
        await Technician.Waits("Idris Vale stopped this case");
        await Technician.CallsBack("They confirmed: lift the freeze");
        await Technician.Approves();
        await Technician.Follow("Issue a temporary code");
        await Technician.Press("Issue the code");
        var digits = string.Concat(await Technician.Page.Locator("#digits span").AllInnerTextsAsync());

        var maren = await NewVisit();
        await maren.Password(Maren);
        await maren.Code(digits);
        await maren.IsIn();
    }

    [Theory, OnBothDatabases(BothWithAll = true)]
    public async Task An_approval_that_nobody_used_for_an_hour_is_over_and_the_technician_decides_anew(DatabaseKind database)
    {
        await BeginAtTheDesk(database);
        var subject = $"Locked out, {Firm}";
        await Arrives(mailbox => ScanFrom(Maren, mailbox, subject));
        var number = await Prepare(subject, pages: 1);
        await Technician.OpenFromQueue(number);
        await Technician.CallsBack();
        await Technician.Approves();
        await Technician.Waits("Issue the code for Maren Holloway");

        World.Clock.Advance(TimeSpan.FromHours(1));
        await Technician.SignIn();
        await Technician.OpenFromQueue(number);
        await Technician.Waits("Decide");
        await Technician.Open($"{new Uri(Technician.Page.Url).AbsolutePath}/code");
        await Technician.Waits("Decide");
        await Assert.ThrowsAnyAsync<Exception>(() => World.LastCodeOf(Maren));

        await Technician.Approves();
        await Technician.Follow("Issue a temporary code");
        await Technician.Press("Issue the code");
        Assert.Equal(3, await Technician.Page.Locator("#digits span").CountAsync());
    }
}
