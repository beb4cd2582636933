using System.Net;
using Daypass.Domain;
using Daypass.Server.Cases;
using Daypass.Server.Letters.Evidence;
using Daypass.Server.SignIn;
using Daypass.Server.Storage.Model;
using Daypass.Server.Support;
using Daypass.Server.Tests.Letters;
using Daypass.Server.Tests.Pages;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Daypass.Server.Tests.Console;

/// <summary>The page of a case: the next step for whoever's turn it is, and what each may do there (H3, H4, H5).</summary>
public sealed class ACasesPage : DeskPages
{
    [Fact]
    public async Task Leads_from_the_letter_to_the_digits_and_the_digits_let_the_person_in_H3_H4()
    {
        var at = await OpenCase();
        Assert.Equal("Is it Paula Amberg who asks?", Next(Representative));
        await Representative.Press("Yes: tick the requester");
        Assert.Equal("Add the letter", Next(Representative));
        await AddLetter(at);
        Assert.Equal("Is the letter in order?", Next(await Representative.Open(at)));
        await Representative.Press("Yes, all of it: tick the letter");
        Assert.Equal("Everything is here", Next(Representative));
        await Representative.Press("Submit for a decision");
        Assert.Equal("Waits for a technician", Next(Representative));

        Assert.Equal("Call Paula Amberg back", Next(await Technician.Open(at)));
        await Technician.Fill(("Contact", ContactOf(ContactKind.Phone)));
        Assert.Equal("Decide", Next(Technician));
        await Technician.Fill(("Remark", "Knows the last invoice."));
        Assert.Equal("Issue the code for Paula Amberg", Next(Technician));
        Assert.Contains("59 min", $"{(await LaterBy(TimeSpan.FromSeconds(30), at)).Text}", StringComparison.Ordinal);

        await Technician.Follow("Issue a temporary code");
        var form = Technician.Request(Technician.Page.Forms.Single(x => x.QuerySelector("[name=Operation]") is not null), []);
        var again = Technician.Request(Technician.Page.Forms.Single(x => x.QuerySelector("[name=Operation]") is not null), []);
        var digits = Digits(await Technician.Send(form));
        Assert.Equal(HttpStatusCode.OK, Technician.Answer.StatusCode);
        Assert.Equal("no-store", Technician.Answer.Headers.CacheControl!.ToString());
        Assert.IsType<CodeResult.Admitted>(await World.SignInWith(World.Primary, digits));

        Assert.Equal("This code was already shown", (await Technician.Send(again)).Title);
        Assert.Empty(Technician.Page.QuerySelectorAll("#digits"));
        Assert.Equal("Done", Next(await Technician.Open(at)));
        Assert.Contains("Knows the last invoice.", Technician.Text, StringComparison.Ordinal);
        Assert.Superset(new HashSet<string> { "Temporary code used", "Temporary code issued", "Support case approved" }, History(Technician).Take(4).ToHashSet());
        Assert.DoesNotContain(digits, Technician.Text.Replace(" ", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Shows_contacts_that_are_too_new_as_refused_and_offers_the_wait_H3()
    {
        await World.Store.WriteAcross(db => db.Accounts.Where(x => x.Id == World.Primary.Id).ExecuteUpdateAsync(set => set.SetProperty(x => x.ContactChangedAt, World.Now.AddDays(-29))));
        var at = await Submitted();
        var page = await Technician.Open(at);
        Assert.All(page.Page.QuerySelectorAll("[name=Contact]"), x => Assert.True(x.HasAttribute("disabled")));
        Assert.Contains("less than 30 days ago: do not call back", page.Text, StringComparison.Ordinal);
        await Technician.Fill(("Contact", ContactOf(ContactKind.Phone)));
        Assert.Contains("This contact is not on file unchanged for 30 days.", Technician.Text, StringComparison.Ordinal);
        await Technician.Press("Begin the 24 hours' wait");
        Assert.Equal("The wait is over in 1 d 0 h", Next(Technician));
    }

    [Fact]
    public async Task Says_what_is_missing_and_keeps_what_was_typed()
    {
        var at = await Submitted();
        await Technician.Open(at);
        await Technician.Press("They confirmed: tick the call back");
        Assert.Equal(["Choose the contact on which you reached them."], Technician.Errors);
        await Technician.Fill(("Contact", "somebody:Phone"));
        Assert.Equal(["Choose the contact on which you reached them."], Technician.Errors);
        await Technician.Fill(("Contact", ContactOf(ContactKind.Email)));
        await Technician.Fill(("Remark", new string('x', 1001)));
        Assert.Equal(["Use at most 1000 characters."], Technician.Errors);
        Assert.Contains(new string('x', 1001), Technician.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Is_rejected_with_a_reason_in_words_where_it_is_another_H4()
    {
        var at = await Submitted();
        await (await Technician.Open(at)).Follow("Reject the request");
        await Technician.Press("Reject");
        Assert.Equal(["Choose why."], Technician.Errors);
        await Technician.Fill(("Why", "Other"));
        Assert.Equal(["Say why, in a few words."], Technician.Errors);
        await Technician.Fill(("Why", "Other"), ("Remark", "The firm says nobody asked."));
        Assert.Equal("Rejected: Other", Next(Technician));
        Assert.Contains("The firm says nobody asked.", (await Representative.Open(at)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Wants_a_second_technician_in_a_wave_who_is_not_the_first_H4()
    {
        for (var i = 0; i < WaveRule.MostForFirm; i++)
        {
            await World.Get<OpenCase>().Run(Rhea, new CaseRequest(Guid.NewGuid(), World.Amber, CaseKind.Access, World.Primary.Id, CaseArrival.Email, CodeReason.Lost));
        }

        var at = await Submitted();
        await (await Technician.Open(at)).Fill(("Contact", ContactOf(ContactKind.Phone)));
        Assert.Contains("a second technician has to approve as well", Technician.Text, StringComparison.Ordinal);
        await Technician.Press("Approve");
        Assert.Equal("A second technician has to approve", Next(Technician));
        using var other = await Visitor.AtTheDesk(World, await World.Agent(AgentRole.Technician));
        Assert.Equal("Second approval", Next(await other.Open(at)));
        await other.Press("Approve as well");
        Assert.Equal("Issue the code for Paula Amberg", Next(other));
    }

    [Fact]
    public async Task Waits_for_a_technician_again_when_the_hour_is_over_H4()
    {
        var at = await Approved();
        await LaterBy(TimeSpan.FromMinutes(29), at);
        await LaterBy(TimeSpan.FromMinutes(29), at);
        Assert.Equal("Issue the code for Paula Amberg", Next(Technician));
        Assert.Equal("Decide", Next(await LaterBy(TimeSpan.FromMinutes(2), at)));
        await Technician.Open(at + "/code");
        Assert.Equal(at, Technician.At);
    }

    [Fact]
    public async Task Sends_a_technician_to_confirm_first_whose_second_step_is_old_C15()
    {
        var at = await Approved();
        await LaterBy(SessionRule.Fresh, at);
        await Technician.Open(at + "/code");
        Assert.Equal($"/confirm?returnUrl={Uri.EscapeDataString(at + "/code")}", Technician.At);
    }

    [Fact]
    public async Task Removes_a_code_without_a_letter_H5()
    {
        var client = await World.Client();
        await Rename(client, "Cleo Kunz");
        await World.IssueAsOperator(client);
        await (await LookUp(Representative, client.Email, "CodeToRemove")).Follow("Open a case: remove the code of Cleo Kunz");
        await Representative.Fill(("Arrival", "Phone"), ("ReasonText", "Paula says that Cleo got her phone back."));
        var at = Representative.At.Split('?')[0];
        await Representative.Press("Yes: tick the requester");
        await Representative.Press("Submit for a decision");
        await (await Technician.Open(at)).Fill(("Contact", ContactOf(ContactKind.Phone)));
        await Technician.Press("Approve");
        await Technician.Follow("Remove the code");
        await Technician.Press("Remove the code");
        Assert.Contains("The code was removed.", Technician.Text, StringComparison.Ordinal);
        Assert.Equal(CodeState.Removed, (await World.LastCodeOf(client)).State);
        Assert.Equal("Temporary code removed", History(Technician)[0]);
    }

    [Fact]
    public async Task Lets_each_role_do_only_its_own_whatever_is_posted_H4()
    {
        var at = await OpenCase();
        Assert.Empty((await Technician.Open(at)).Page.QuerySelectorAll("form[action*='handler=Check'], form[action*='handler=Submit']"));
        Assert.Contains("This step is for the other role", (await Post(Technician, at, "Check", ("kind", "Requester"))).Text, StringComparison.Ordinal);
        Assert.Contains("This step is for the other role", (await Post(Technician, at, "Submit")).Text, StringComparison.Ordinal);
        foreach (var (handler, fields) in new (string, (string, string)[])[] { ("CallBack", [("Contact", ContactOf(ContactKind.Phone))]), ("LiftFreeze", [("Contact", ContactOf(ContactKind.Phone))]), ("Wait", []), ("Approve", []), ("LiftSuspension", []) })
        {
            Assert.Contains("This step is for the other role", (await Post(Representative, at, handler, fields)).Text, StringComparison.Ordinal);
        }

        Assert.Equal(CaseState.Open, (await World.Store.ReadAcross(db => db.SupportCases.AsNoTracking().SingleAsync())).State);
    }

    [Fact]
    public async Task Is_given_to_somebody_and_taken_from_them_by_either_role()
    {
        var at = await OpenCase();
        await (await Technician.Open(at)).Fill(("agent", Tom.AgentId.ToString()));
        Assert.Contains("Assigned.", Technician.Text, StringComparison.Ordinal);
        Assert.Equal(Tom.AgentId, (await World.Store.ReadAcross(db => db.SupportCases.AsNoTracking().SingleAsync())).AssignedTo);
        await (await Representative.Open(at)).Fill(("agent", ""));
        Assert.Null((await World.Store.ReadAcross(db => db.SupportCases.AsNoTracking().SingleAsync())).AssignedTo);
    }

    [Fact]
    public async Task Frozen_by_the_firm_goes_on_only_after_a_new_call_back_H3()
    {
        var at = await Approved();
        var heir = await World.Administrator();
        await Rename(heir, "Hannes Erb");
        await World.Get<StopCase>().Run(await World.SignedIn(heir), Guid.Parse(at.Split('/')[2]));
        Assert.Equal("Waits for a technician", Next(await Representative.Open(at)));
        Assert.Contains("Hannes Erb stopped it", Representative.Text.Replace("has ", "", StringComparison.Ordinal), StringComparison.Ordinal);
        using var fresh = await Visitor.AtTheDesk(World, Tom);
        Assert.Equal("Hannes Erb stopped this case", Next(await fresh.Open(at)));
        await fresh.Fill(("Contact", ContactOf(ContactKind.Phone)));
        Assert.Equal("Decide", Next(fresh));
    }

    [Fact]
    public async Task Asks_in_the_form_of_the_approval_for_a_second_step_that_is_old_and_loses_nothing_that_was_typed_C15()
    {
        var at = await Submitted();
        await (await Technician.Open(at)).Fill(("Contact", ContactOf(ContactKind.Phone)));
        Assert.Null(Technician.Page.QuerySelector("[name=Code]"));
        // It grew old while the remark was written.
        World.Clock.Advance(SessionRule.Fresh);
        await Technician.Fill(("Remark", "Knows the last invoice."));
        Assert.Equal(["What comes next asks for a fresh second step. Type the code that your app shows now."], Technician.Errors);
        Assert.Equal("Knows the last invoice.", Technician.Page.QuerySelector("[name=Remark]")!.TextContent.Trim());
        await Technician.Fill(("Code", "000000"));
        Assert.Single(Technician.Errors);
        Assert.Equal(CaseState.Submitted, (await World.Store.ReadAcross(db => db.SupportCases.AsNoTracking().SingleAsync())).State);

        await Technician.Fill(("Code", World.NextValueOf(Tom)));
        Assert.Equal("Issue the code for Paula Amberg", Next(Technician));
        Assert.Equal("Knows the last invoice.", (await World.Store.ReadAcross(db => db.SupportCases.AsNoTracking().SingleAsync())).DecisionText);
        // Fresh again, also for what comes next.
        await Technician.Follow("Issue a temporary code");
        Assert.Equal(at + "/code", Technician.At);
    }

    [Fact]
    public async Task Asks_in_the_form_of_the_new_call_back_too_and_keeps_the_contact_C15()
    {
        var at = await Approved();
        await World.Get<StopCase>().Run(await World.SignedIn(await World.Administrator()), Guid.Parse(at.Split('/')[2]));
        using var fresh = await Visitor.AtTheDesk(World, Tom);
        await LaterBy(SessionRule.Fresh, at);
        await fresh.Open(at);
        await fresh.Fill(("Contact", ContactOf(ContactKind.Email)), ("Code", ""));
        Assert.Single(fresh.Errors);
        Assert.True(fresh.Page.QuerySelector($"[name=Contact][value='{ContactOf(ContactKind.Email)}']")!.HasAttribute("checked"));
        await fresh.Fill(("Code", World.NextValueOf(Tom)));
        Assert.Equal("Decide", Next(fresh));
    }

    [Fact]
    public async Task Sends_to_confirm_first_who_would_remove_a_code_or_suspend_C15()
    {
        var at = await Approved();
        await LaterBy(SessionRule.Fresh, at);
        foreach (var page in new[] { "/remove", "/suspend" })
        {
            await Technician.Open(at + page);
            Assert.Equal($"/confirm?returnUrl={Uri.EscapeDataString(at + page)}", Technician.At);
        }

        await Post(Technician, at, "LiftSuspension");
        Assert.Equal($"/confirm?returnUrl={Uri.EscapeDataString(at)}", Technician.At);
        await Technician.Fill(("Code", World.NextValueOf(Tom)));
        Assert.Equal(at, Technician.At);
    }

    [Fact]
    public async Task Says_beside_the_letter_and_before_the_decision_that_the_same_file_was_here_before_H3()
    {
        var before = await OpenCase();
        await World.Get<AttachLetter>().Run(Rhea, Guid.Parse(before.Split('/')[2]), "letter.png", AFile.Png());
        Assert.DoesNotContain("This very file was here before", (await Representative.Open(before)).Text, StringComparison.Ordinal);
        await World.Get<WithdrawCase>().Run(Rhea, Guid.Parse(before.Split('/')[2]));
        World.Clock.Advance(TimeSpan.FromDays(3));
        var (rhea, tom) = (await World.Agent(AgentRole.Representative), await World.Agent(AgentRole.Technician));
        using var representative = await Visitor.AtTheDesk(World, rhea);
        using var technician = await Visitor.AtTheDesk(World, tom);
        await (await LookUp(representative, "amber")).Follow("Open a case: code for Paula Amberg");
        await representative.Fill(("Arrival", "Email"), ("Reason", "Damaged"));
        var at = representative.At.Split('?')[0];
        await World.Get<AttachLetter>().Run(rhea, Guid.Parse(at.Split('/')[2]), "another-name.png", AFile.Png());
        await representative.Open(at);
        await representative.Press("Yes: tick the requester");
        await representative.Press("Yes, all of it: tick the letter");
        await representative.Press("Submit for a decision");
        await (await technician.Open(at)).Fill(("Contact", ContactOf(ContactKind.Phone)));

        Assert.Equal("Decide", Next(technician));
        var first = Guid.Parse(before.Split('/')[2]);
        var number = await World.Store.ReadAcross(db => db.SupportCases.Where(x => x.Id == first).Select(x => x.Number).SingleAsync());
        var link = technician.Page.QuerySelectorAll("section[aria-labelledby=letters] a").Single(x => x.GetAttribute("href") == before);
        Assert.StartsWith($"Case {number:0000000}, ", link.TextContent, StringComparison.Ordinal);
        Assert.EndsWith(": withdrawn", link.TextContent, StringComparison.Ordinal);
        Assert.Contains("A letter of this case was here before", technician.Text, StringComparison.Ordinal);
        // It refuses nothing.
        await technician.Press("Approve");
        Assert.Equal("Issue the code for Paula Amberg", Next(technician));
    }

    private string ContactOf(ContactKind contact) => $"{World.Primary.Id}:{contact}";

    private static string Next(Visitor agent) => agent.Page.QuerySelector("#next")!.TextContent.Trim();

    private static IReadOnlyList<string> History(Visitor agent) => [.. agent.Page.QuerySelectorAll("section[aria-labelledby=history] li strong").Select(x => x.TextContent)];

    private static string Digits(Visitor agent) => string.Concat(agent.Page.QuerySelector("#digits")!.TextContent.Where(char.IsAsciiDigit));

    private async Task<Visitor> LaterBy(TimeSpan time, string at)
    {
        World.Clock.Advance(time);
        return await Technician.Open(at);
    }

    /// <summary>Posts what no form of the page has.</summary>
    private static async Task<Visitor> Post(Visitor agent, string at, string handler, params (string Name, string Value)[] fields)
    {
        await agent.Open(at);
        var token = agent.Page.QuerySelector("[name=__RequestVerificationToken]")!.GetAttribute("value")!;
        return await agent.Send(new HttpRequestMessage(HttpMethod.Post, $"{at}?handler={handler}")
        {
            Content = new FormUrlEncodedContent([.. fields.Select(x => KeyValuePair.Create(x.Name, x.Value)), KeyValuePair.Create("__RequestVerificationToken", token)]),
        });
    }
}
