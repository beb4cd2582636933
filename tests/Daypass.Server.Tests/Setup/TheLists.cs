using System.Net;
using Daypass.Domain;
using Daypass.Server.Storage.Model;
using Daypass.TestHost;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Daypass.Server.Tests.Setup;

/// <summary>The story: Setup's lists are looked through and added to. Then one thing changes.</summary>
public sealed class TheLists : SetupStory
{
    private IReadOnlyList<string> Names => [.. Visitor.Page.QuerySelectorAll(".list .first").Select(x => x.TextContent.Trim())];

    [Fact]
    public async Task Have_25_people_a_page_and_lead_on_and_back()
    {
        for (var i = 0; i < 27; i++)
        {
            await Rename(await World.Client(paired: false), $"Client {i:D2}");
        }

        await SignIn(World.Primary);
        await Visitor.Open("/amber/setup/clients");
        Assert.Equal(25, Names.Count);
        Assert.Contains("1 to 25 of 27", Visitor.Text, StringComparison.Ordinal);
        await Visitor.Follow("Next");
        Assert.Equal(["Client 25", "Client 26"], Names);
        Assert.Contains("26 to 27 of 27", Visitor.Text, StringComparison.Ordinal);
        await Visitor.Follow("Previous");
        Assert.Equal("Client 00", Names[0]);
    }

    [Theory]
    [InlineData("nr=0")]
    [InlineData("nr=-5")]
    [InlineData("nr=99999999")]
    public async Task Bear_a_page_number_that_is_none(string query)
    {
        await SignIn(World.Primary);
        await Visitor.Open($"/amber/setup/staff?{query}");
        Assert.Equal(["Person 1"], Names);
    }

    [Fact]
    public async Task Find_by_part_of_name_or_email_and_say_when_nobody_is_found()
    {
        await Rename(await World.Staff(), "Zoë Ängström");
        await SignIn(World.Primary);
        await (await Visitor.Open("/amber/setup/staff")).Open("/amber/setup/staff?q=Ängs");
        Assert.Equal(["Zoë Ängström"], Names);
        Assert.Equal("Ängs", Visitor.Page.QuerySelector("#q")!.GetAttribute("value"));
        await Visitor.Open("/amber/setup/staff?q=%3Cb%3Enobody");
        Assert.Contains("Nobody found for “<b>nobody”", Visitor.Text, StringComparison.Ordinal);
        await Visitor.Open("/amber/setup/clients");
        Assert.Contains("No clients yet", Visitor.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Say_of_everybody_how_they_sign_in()
    {
        await World.SetPolicies(Policy.Required, Policy.Optional);
        var (paired, alone, held, coded, invited) = (await World.Client(), await World.Client(paired: false), await World.Client(paired: false), await World.Client(), await World.Client());
        await World.Hold(held, Hold.OpenEnd);
        await World.Issue(await World.SignedIn(World.Primary), coded);
        await World.Store.Write(World.Amber, db => db.Accounts.Where(x => x.Id == invited.Id).ExecuteUpdateAsync(set => set.SetProperty(x => x.State, AccountState.Invited)));
        foreach (var (someone, name) in new[] { (paired, "A"), (alone, "B"), (held, "C"), (coded, "D"), (invited, "E") })
        {
            await Rename(someone, name);
        }

        await SignIn(World.Primary);
        await Visitor.Open("/amber/setup/clients");
        Assert.Equal(["On", "Off", "No device", "Temporary code", ""], Visitor.Page.QuerySelectorAll("td[data-label=MFA]").Select(x => x.TextContent.Trim()));
    }

    [Fact]
    public async Task Lead_to_a_person_added_and_invited()
    {
        await SignIn(World.Primary);
        await Visitor.Open("/amber/setup/clients");
        await Visitor.Follow("Add a client");
        await Visitor.Fill(("Name", "Jane Doe"), ("Email", "jane.doe@example.org"), ("Phone", "+44 20 7946 0321"), ("Invite", "true"));

        Assert.Equal("Jane Doe", Visitor.Title);
        Assert.Contains("Jane Doe was added. The invitation is on its way.", Visitor.Text, StringComparison.Ordinal);
        var added = await World.Store.Read(World.Amber, db => db.Accounts.SingleAsync(x => x.Name == "Jane Doe"));
        Assert.Equal((Kind.Client, AccountState.Invited), (added.Kind, added.State));
        Assert.True(await World.Store.Read(World.Amber, db => db.Notices.AnyAsync(x => x.RecipientId == added.Id && x.Kind == NoticeKind.Invitation)));
    }

    [Theory]
    [InlineData("", "jane@example.org", "", "Type the person’s name.")]
    [InlineData("Jane", "not an address", "", "Type an email address, such as jane.doe@example.com.")]
    [InlineData("Jane", "jane@example.org", "none", "Type a phone number with digits, such as +44 20 7946 0321.")]
    [InlineData("LONG", "jane@example.org", "", "Name may have at most 200 characters.")]
    [InlineData("Jane", "person1@example.com", "", "This email has a login here already.")]
    public async Task Refuse_a_person_at_the_field_and_keep_what_was_typed(string name, string email, string phone, string message)
    {
        await SignIn(World.Primary);
        var typed = name == "LONG" ? new string('x', 201) : name;
        await (await Visitor.Open("/amber/setup/staff/add")).Fill(("Name", typed), ("Email", email), ("Phone", phone));

        Assert.Equal([message], Visitor.Errors);
        Assert.Equal(email, Visitor.Page.QuerySelector("#Email")!.GetAttribute("value"));
        Assert.Equal(typed, Visitor.Page.QuerySelector("#Name")!.GetAttribute("value") ?? "");
        Assert.Equal(1, await World.Store.Read(World.Amber, db => db.Accounts.CountAsync()));
    }

    [Fact]
    public async Task Grant_permissions_only_by_those_who_may_W5()
    {
        var manager = await World.Staff(Permission.ManageStaff);
        await SignIn(manager);
        await Visitor.Open("/amber/setup/staff/add");
        Assert.Null(Visitor.Page.QuerySelector("[name=IsAdministrator]"));
        var form = Visitor.Page.Forms.OfType<AngleSharp.Html.Dom.IHtmlFormElement>().Single(x => x.QuerySelector("#Name") is not null);
        await Visitor.Send(Visitor.Request(form, [("Name", "Jane Doe"), ("Email", "jane@example.org"), ("IsAdministrator", "true")]));

        Assert.Equal(HttpStatusCode.NotFound, Visitor.Answer.StatusCode);
        Assert.False(await World.Store.Read(World.Amber, db => db.Accounts.AnyAsync(x => x.Name == "Jane Doe")));
    }

    [Fact]
    public async Task Ask_for_the_second_step_before_a_permission_is_granted_and_keep_what_was_typed_W5()
    {
        await SignIn(World.Primary);
        World.Clock.Advance(TimeSpan.FromMinutes(16));
        await (await Visitor.Open("/amber/setup/staff/add")).Fill(("Name", "Jane Doe"), ("Email", "jane@example.org"), ("ManageClients", "true"));
        Assert.StartsWith("/amber/profile/confirm?", Visitor.At, StringComparison.Ordinal);
        await Visitor.Fill(("Code", World.NextTotpOf(World.Primary)));

        Assert.Equal("Jane Doe", Visitor.Page.QuerySelector("#Name")!.GetAttribute("value"));
        Assert.NotNull(Visitor.Page.QuerySelector("[name=ManageClients][checked]"));
        await Visitor.Fill(("ManageClients", "true"));
        Assert.Equal("Jane Doe", Visitor.Title);
    }

    [Fact]
    public async Task Are_closed_to_a_code_session_S2()
    {
        var manager = await World.Staff(Permission.ManageClients);
        var code = await World.Issue(await World.SignedIn(World.Primary), manager);
        await (await Visitor.Open("/amber/signin")).Fill(("Email", manager.Email), ("Password", manager.Password));
        await Visitor.Fill(("Code", code));
        await Visitor.Open("/amber/setup/clients");

        Assert.Equal("/amber/profile/limited", Visitor.At);
    }
}
