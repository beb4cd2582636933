using System.Net;
using Daypass.Domain;
using Daypass.Server.Codes;
using Daypass.Server.Notifications;
using Daypass.Server.Storage.Model;
using Daypass.TestHost;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Daypass.Server.Tests.Setup;

/// <summary>The story: an administrator looks after somebody's login. Then one thing changes.</summary>
public sealed class ThePersonsPage : SetupStory
{
    [Fact]
    public async Task Names_the_tab_of_staff_Daypass_access_and_that_of_clients_Client_Center_access()
    {
        await SignIn(World.Primary);
        await Visitor.Open(PageOf(await World.Staff()));
        await Visitor.Follow("Daypass access");
        Assert.Equal(["View settings"], Visitor.Page.QuerySelectorAll("summary").Select(x => x.TextContent));

        await Visitor.Open(PageOf(await World.Client()));
        await Visitor.Follow("Client Center access");
        Assert.Equal(["Show details", "View settings"], Visitor.Page.QuerySelectorAll("summary").Select(x => x.TextContent));
    }

    [Fact]
    public async Task Says_before_issuing_that_MFA_will_be_turned_off_C12()
    {
        await World.SetPolicies(Policy.Required, Policy.Optional);
        var client = await World.Client(paired: false);
        await Rename(client, "Jane Doe");
        // The case of C12: a hold of an earlier code runs, nobody is paired.
        await World.Store.Write(client.Firm, db => db.Accounts.Where(x => x.Id == client.Id).ExecuteUpdateAsync(set => set.SetProperty(x => x.HoldUntil, World.Now.AddHours(1))));
        await SignIn(World.Primary);
        await Visitor.Open(SettingsOf(client));

        Assert.Contains("Tomorrow at 10:12 (Zurich time) MFA will be turned off for Jane Doe unless a device is paired by then.", Visitor.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Says_until_when_no_code_can_be_issued_C15()
    {
        var staff = await World.Staff();
        await Rename(staff, "Jane Doe");
        await SignIn(World.Primary);
        var by = await World.SignedIn(World.Primary);
        for (var i = 0; i < 3; i++)
        {
            await World.Issue(by, staff);
        }

        await Visitor.Open(SettingsOf(staff));
        Assert.Contains("Jane Doe was issued as many codes as one person may get in 24 hours. Until Wed 5 Mar 2031, 10:13 (Zurich time) none can be issued", Visitor.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Says_that_a_recovery_was_undone_by_the_person_for_thirty_days_T2()
    {
        var staff = await World.Staff();
        await Rename(staff, "Jane Doe");
        await World.Issue(await World.SignedIn(World.Primary), staff);
        var link = await World.Store.Write(staff.Firm, async db => (await LinkTokens.MakeNotMe(
            db, World.Now, await db.Accounts.SingleAsync(x => x.Id == staff.Id), await db.TemporaryCodes.SingleAsync(x => x.AccountId == staff.Id))).Reveal());
        Assert.True(await World.Get<UndoRecovery>().Run(staff.Firm, link));
        const string Said = "Jane Doe said Tue 4 Mar 2031, 10:12 (Zurich time) “this was not me” of a temporary code";

        await SignIn(World.Primary);
        await Visitor.Open(SettingsOf(staff));
        Assert.Contains(Said, Visitor.Text, StringComparison.Ordinal);

        World.Clock.Advance(TimeSpan.FromDays(30));
        await SignIn(World.Primary);
        await Visitor.Open(SettingsOf(staff));
        Assert.DoesNotContain("this was not me", Visitor.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Removes_a_live_code_after_saying_what_that_does()
    {
        var staff = await World.Staff();
        await SignIn(World.Primary);
        await World.Issue(await World.SignedIn(World.Primary), staff);
        await Visitor.Open(SettingsOf(staff));
        await Visitor.Follow("Remove the code");
        Assert.Contains("Removing a code never turns MFA off.", Visitor.Text, StringComparison.Ordinal);
        Assert.Equal(CodeState.Live, (await World.LastCodeOf(staff)).State);
        await Visitor.Press("Remove the code");

        Assert.Contains("The code was removed.", Visitor.Text, StringComparison.Ordinal);
        Assert.Equal(CodeState.Removed, (await World.LastCodeOf(staff)).State);
    }

    [Fact]
    public async Task Marks_a_device_lost()
    {
        var staff = await World.Staff();
        await SignIn(World.Primary);
        await Visitor.Open(SettingsOf(staff));
        await Visitor.Follow("Mark lost: Phone");
        await Visitor.Press("Mark lost");

        Assert.Contains("The device was marked lost.", Visitor.Text, StringComparison.Ordinal);
        Assert.Contains("None paired", Visitor.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Deactivates_and_lets_come_back_by_a_new_invitation_E3()
    {
        var staff = await World.Staff();
        await SignIn(World.Primary);
        await Visitor.Open(PageOf(staff));
        await Visitor.Follow("Deactivate");
        await Visitor.Press("Deactivate");
        Assert.Contains("The login was deactivated.", Visitor.Text, StringComparison.Ordinal);
        Assert.Equal(AccountState.Deactivated, (await World.AccountOf(staff)).State);
        await Visitor.Open(SettingsOf(staff));
        Assert.Contains("This login is deactivated. Reactivate it first", Visitor.Text, StringComparison.Ordinal);
        // Nobody signs in with it: what a sign-in would take is not said, and nothing else is offered.
        Assert.DoesNotContain("the next sign-in", Visitor.Text, StringComparison.Ordinal);
        Assert.Equal([PageOf(staff, "/reactivate")], Visitor.Page.QuerySelectorAll("main .card a").Select(x => x.GetAttribute("href")));

        await Visitor.Open(PageOf(staff));
        Assert.Equal([PageOf(staff, "/reactivate")], Visitor.Page.QuerySelectorAll("main .card a").Select(x => x.GetAttribute("href")));
        await Visitor.Follow("Reactivate");
        await Visitor.Press("Reactivate and invite");
        Assert.Equal(AccountState.Invited, (await World.AccountOf(staff)).State);
        await Visitor.Follow("Invite again");
        await Visitor.Press("Send the invitation");
        Assert.Contains("The invitation is on its way.", Visitor.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Twice_does_an_act_once_and_says_so()
    {
        var staff = await World.Staff();
        await SignIn(World.Primary);
        await Visitor.Open(PageOf(staff, "/deactivate"));
        var again = Visitor.Request(Visitor.Page.Forms.OfType<AngleSharp.Html.Dom.IHtmlFormElement>().Single(x => x.TextContent.Contains("Deactivate", StringComparison.Ordinal)), []);
        await Visitor.Press("Deactivate");
        await Visitor.Send(again);

        Assert.Contains("That was not possible any more.", Visitor.Text, StringComparison.Ordinal);
        Assert.Single(await World.EventsOf(staff), x => x.Kind == EventKind.Deactivated);
    }

    [Fact]
    public async Task Changes_permissions_and_tells_that_a_code_ended_C9()
    {
        var staff = await World.Staff();
        await SignIn(World.Primary);
        await World.Issue(await World.SignedIn(World.Primary), staff);
        await Visitor.Open(PageOf(staff));
        await Visitor.Follow("Change permissions");
        await Visitor.Fill(("ManageClients", "true"));

        Assert.Contains("The permissions were changed.", Visitor.Text, StringComparison.Ordinal);
        Assert.Equal(Permission.ManageClients, (await World.AccountOf(staff)).Permissions);
        Assert.Equal(CodeState.PermissionsChanged, (await World.LastCodeOf(staff)).State);
    }

    [Fact]
    public async Task Asks_for_a_fresh_second_step_before_permissions_change_and_keeps_the_boxes_W5()
    {
        var staff = await World.Staff();
        await SignIn(World.Primary);
        World.Clock.Advance(TimeSpan.FromMinutes(16));
        await Visitor.Open(PageOf(staff, "/permissions"));
        await Visitor.Fill(("ManageStaff", "true"));
        await Visitor.Fill(("Code", World.NextTotpOf(World.Primary)));

        Assert.NotNull(Visitor.Page.QuerySelector("[name=ManageStaff][checked]"));
        Assert.Null(Visitor.Page.QuerySelector("[name=ManageClients][checked]"));
        Assert.Equal(Permission.None, (await World.AccountOf(staff)).Permissions);
    }

    [Fact]
    public async Task Has_no_link_for_what_a_person_may_not_do_and_refuses_anyway_W1()
    {
        var manager = await World.Staff(Permission.ManageClients);
        var (client, staff) = (await World.Client(), await World.Staff());
        await SignIn(manager);
        await Visitor.Open(PageOf(client));
        Assert.DoesNotContain(Links, x => x.Contains("permissions", StringComparison.Ordinal) || x.Contains("activity", StringComparison.Ordinal) || x.Contains("/setup/staff", StringComparison.Ordinal) || x.Contains("options", StringComparison.Ordinal));

        foreach (var path in new[] { "/amber/setup/staff", "/amber/setup/staff/add", "/amber/setup/options", "/amber/setup/activity", PageOf(staff), PageOf(staff, "/code"), PageOf(staff, "/deactivate"), PageOf(client, "/permissions") })
        {
            await Visitor.Open(path);
            Assert.True(Visitor.Answer.StatusCode == HttpStatusCode.NotFound, path);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("/code")]
    [InlineData("/remove-code")]
    [InlineData("/release")]
    [InlineData("/deactivate")]
    [InlineData("/reactivate")]
    [InlineData("/invite")]
    [InlineData("/permissions")]
    [InlineData("/hand-on")]
    [InlineData("/lost/01890000-0000-7000-8000-000000000000")]
    [InlineData("/stop-wait/01890000-0000-7000-8000-000000000000")]
    public async Task Of_another_firm_is_not_found_as_one_that_does_not_exist_Q12(string rest)
    {
        var theirs = await World.Add(Kind.Staff, firm: World.Birch, paired: true);
        await SignIn(World.Primary);
        await Visitor.Open(PageOf(theirs, rest));
        var (status, body) = (Visitor.Answer.StatusCode, WithoutNumber);
        await Visitor.Open($"/amber/setup/person/{Guid.NewGuid()}{rest}");

        Assert.Equal(HttpStatusCode.NotFound, status);
        Assert.Equal(status, Visitor.Answer.StatusCode);
        Assert.Equal(WithoutNumber, body);
    }

    [Theory]
    [InlineData("/amber/setup/person/abc")]
    [InlineData("/amber/setup/person/00000000-0000-0000-0000-000000000000")]
    [InlineData("/amber/setup/nobody")]
    public async Task With_a_bad_address_is_not_found(string path)
    {
        await SignIn(World.Primary);
        await Visitor.Open(path);
        Assert.Equal(HttpStatusCode.NotFound, Visitor.Answer.StatusCode);
    }

    /// <summary>The request number differs from answer to answer.</summary>
    private string WithoutNumber => Visitor.Text.Replace(Visitor.Page.QuerySelector("main .mono")?.TextContent ?? "-", "", StringComparison.Ordinal);
}
