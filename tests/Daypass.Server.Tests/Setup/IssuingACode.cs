using System.Net;
using AngleSharp.Html.Dom;
using Daypass.Domain;
using Daypass.TestHost;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Daypass.Server.Tests.Setup;

/// <summary>The story: an administrator issues a temporary code for somebody, on the pages. Then one thing changes.</summary>
public sealed class IssuingACode : SetupStory
{
    private string Digits => Visitor.Page.QuerySelector(".code-digits")!.TextContent;

    private async Task<Someone> AtTheForm()
    {
        await SignIn(World.Primary);
        var staff = await World.Staff();
        await Rename(staff, "Jane Doe");
        await Visitor.Open(SettingsOf(staff));
        await Visitor.Follow("generate a temporary, 24-hour code");
        Assert.Equal("Issue a temporary code for Jane Doe", Visitor.Title);
        return staff;
    }

    [Fact]
    public async Task Shows_the_digits_once_in_groups_and_in_words_with_their_end_C6()
    {
        var staff = await AtTheForm();
        await Visitor.Fill(("Reason", "LeftAtHome"));

        Assert.Equal(HttpStatusCode.OK, Visitor.Answer.StatusCode);
        Assert.Equal("no-store", Visitor.Answer.Headers.CacheControl!.ToString());
        Assert.Equal(3, Visitor.Page.QuerySelectorAll(".code-digits span").Length);
        Assert.Matches("^“(\\w+ ){2}\\w+, (\\w+ ){2}\\w+, (\\w+ ){2}\\w+”$", Visitor.Page.QuerySelector(".code-spoken")!.TextContent.Replace("To read aloud:", "", StringComparison.Ordinal).Trim());
        Assert.Contains("(Zurich time)", Visitor.Text, StringComparison.Ordinal);
        Assert.Contains("Jane Doe signs in with a paired device again", Visitor.Text, StringComparison.Ordinal);
        Assert.IsType<SignIn.CodeResult.Admitted>(await World.SignInWith(staff, Digits));
    }

    [Fact]
    public async Task Sent_again_issues_nothing_and_shows_nothing()
    {
        var staff = await AtTheForm();
        var form = Visitor.Page.Forms.OfType<IHtmlFormElement>().Single(x => x.QuerySelector("[name=Operation]") is not null);
        var again = Visitor.Request(form, [("Reason", "LeftAtHome")]);
        await Visitor.Fill(("Reason", "LeftAtHome"));
        var digits = Digits;
        await Visitor.Send(again);

        Assert.Equal("This code was already shown", Visitor.Title);
        Assert.DoesNotContain(digits, DigitsOf(Visitor.Page.Source.Text), StringComparison.Ordinal);
        Assert.Equal(1, await World.Store.Read(staff.Firm, db => db.TemporaryCodes.CountAsync()));
        await Visitor.Follow("Issue a new code");
        await Visitor.Fill(("Reason", "LeftAtHome"));
        Assert.NotEqual(digits, Digits);
    }

    [Fact]
    public async Task Leaves_the_metadata_on_the_panel_and_never_the_digits()
    {
        var staff = await AtTheForm();
        await Visitor.Fill(("Reason", "Other"), ("ReasonText", "The dog ate it <b>"));
        var digits = Digits;
        await Visitor.Follow("Done");

        Assert.Equal(SettingsOf(staff), Visitor.At);
        Assert.Contains("Other: The dog ate it <b>", Visitor.Text, StringComparison.Ordinal);
        Assert.Contains("by Person 1", Visitor.Text, StringComparison.Ordinal);
        Assert.Contains("0 of 5", Visitor.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(digits, DigitsOf(Visitor.Text), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "", "Choose a reason.")]
    [InlineData("Boredom", "", "Choose a reason.")]
    [InlineData("17", "", "Choose a reason.")]
    [InlineData("Other", "  ", "Say what happened.")]
    [InlineData("Other", "LONG", "Use at most 200 characters.")]
    public async Task With_a_bad_reason_issues_nothing_and_keeps_what_was_typed_C10(string reason, string reasonText, string message)
    {
        var staff = await AtTheForm();
        var typed = reasonText == "LONG" ? new string('x', 201) : reasonText;
        await Visitor.Fill(("Reason", reason), ("ReasonText", typed));

        Assert.Equal([message], Visitor.Errors);
        Assert.Equal(typed.Trim(), Visitor.Page.QuerySelector("#ReasonText")!.GetAttribute("value")?.Trim() ?? "");
        Assert.Equal(0, await World.Store.Read(staff.Firm, db => db.TemporaryCodes.CountAsync()));
    }

    [Fact]
    public async Task Lost_marks_the_device_lost_as_well_where_that_was_ticked_D5()
    {
        var staff = await AtTheForm();
        await Visitor.Fill(("Reason", "Lost"), ("Lost", staff.DeviceId.ToString()!));

        Assert.Contains("“Phone” was marked lost", Visitor.Text, StringComparison.Ordinal);
        Assert.Contains("cannot sign in without a new code or the proof of the mailbox", Visitor.Text, StringComparison.Ordinal);
        await Visitor.Follow("Done");
        Assert.Contains("None paired", Visitor.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Asks_for_a_fresh_second_step_and_comes_back_with_what_was_typed_C15()
    {
        await AtTheForm();
        World.Clock.Advance(TimeSpan.FromMinutes(15));
        await Visitor.Fill(("Reason", "Other"), ("ReasonText", "Fell into the lake"));
        Assert.StartsWith("/amber/profile/confirm?", Visitor.At, StringComparison.Ordinal);
        Assert.DoesNotContain("lake", Visitor.At, StringComparison.Ordinal);
        await Visitor.Fill(("Code", World.NextTotpOf(World.Primary)));

        Assert.Equal("Fell into the lake", Visitor.Page.QuerySelector("#ReasonText")!.GetAttribute("value"));
        Assert.NotNull(Visitor.Page.QuerySelector("[name=Reason][value=Other][checked]"));
        await Visitor.Fill(("Reason", "Other"));
        Assert.NotNull(Visitor.Page.QuerySelector(".code-digits"));
    }

    [Fact]
    public async Task Warns_where_the_number_to_call_back_changed_of_late_C13()
    {
        var staff = await AtTheForm();
        await World.Store.Write(staff.Firm, db => db.Accounts.Where(x => x.Id == staff.Id).ExecuteUpdateAsync(set => set
            .SetProperty(x => x.Phone, "+44 20 7946 0321").SetProperty(x => x.ContactChangedAt, World.Now.AddDays(-29)).SetProperty(x => x.ContactChangedBy, staff.Id)));
        await Visitor.Open(PageOf(staff, "/code"));

        Assert.Contains("+44 20 7946 0321", Visitor.Text, StringComparison.Ordinal);
        Assert.Contains("contact details were changed", Visitor.Text, StringComparison.Ordinal);
        Assert.Contains("by Jane Doe", Visitor.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Is_refused_with_the_reason_for_somebody_without_MFA_C11()
    {
        await SignIn(World.Primary);
        var client = await World.Client(paired: false);
        await Visitor.Open(SettingsOf(client));
        Assert.Contains("signs in without MFA", Visitor.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(Links, x => x.EndsWith("/code", StringComparison.Ordinal));
        await Visitor.Open(PageOf(client, "/code"));

        Assert.Equal("Nothing was issued", Visitor.Title);
        Assert.Contains("signs in without MFA", Visitor.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Is_refused_for_oneself_C11()
    {
        await SignIn(World.Primary);
        await Visitor.Open(PageOf(World.Primary, "/code"));
        Assert.Contains("You cannot issue a code for yourself.", Visitor.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("10", "generate a temporary, 10-minute code")]
    [InlineData("60", "generate a temporary, 1-hour code")]
    [InlineData("90", "generate a temporary, 90-minute code")]
    public async Task Names_the_life_that_the_firm_set_C2(string minutes, string link)
    {
        await World.SetCodes(TimeSpan.FromMinutes(int.Parse(minutes, System.Globalization.CultureInfo.InvariantCulture)), oneTime: true);
        await SignIn(World.Primary);
        await Visitor.Open(SettingsOf(await World.Staff()));
        await Visitor.Follow(link);
        Assert.Contains("for one sign-in", Visitor.Text, StringComparison.Ordinal);
        await Visitor.Fill(("Reason", "Damaged"));
        Assert.Contains("for one sign-in only.", Visitor.Text, StringComparison.Ordinal);
    }

    private static string DigitsOf(string text) => string.Concat(text.Where(char.IsAsciiDigit));
}
