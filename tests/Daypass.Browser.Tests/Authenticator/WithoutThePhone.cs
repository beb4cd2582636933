using Daypass.Browser.Tests.Stories;
using Daypass.Domain;
using Daypass.TestHost;
using Microsoft.Playwright;
using Xunit;

namespace Daypass.Browser.Tests.Authenticator;

/// <summary>The phone and the temporary code: while one lives nothing is asked (N1); what ends it, and what ends the phone (C9, D2, D3, N2).</summary>
public sealed class WithoutThePhone(Browser browser, Stages stages) : PhoneStory(browser, stages)
{
    [Theory, OnBothDatabases(BothWithAll = true)]
    public async Task While_a_code_is_live_the_phone_is_not_asked_and_once_it_is_removed_the_very_next_sign_in_asks_it(DatabaseKind database)
    {
        await Begin(database);
        var jane = await Client(paired: false);
        var phone = await PhoneOf(jane);
        await CodeFor(jane);
        var computer = await NewVisit();
        await computer.Password(jane);
        await computer.Sees("Enter the temporary code");
        await phone.Reads("No sign-in is waiting.");
        await Assertions.Expect(phone.Requests).ToHaveCountAsync(0);

        var maren = await SignedIn(Maren);
        await maren.OpenSettings(jane);
        await maren.Follow("Remove the code");
        await maren.Press("Remove the code");
        await maren.Reads("The code was removed.");
        await SignIn(computer, phone, jane);
    }

    [Theory, OnBothDatabases(BothWithAll = true)]
    public async Task I_have_my_device_again_asks_the_phone_and_ends_the_code(DatabaseKind database)
    {
        await Begin(database);
        var jane = await Client(paired: false);
        var phone = await PhoneOf(jane);
        await CodeFor(jane);
        var computer = await NewVisit();
        await computer.Password(jane);
        await computer.Follow("I have my device again");
        await computer.Press("Ask my phone");
        await phone.Approve(await computer.NumberForThePhone());
        await computer.IsIn();
        Assert.NotEqual(CodeState.Live, (await World.LastCodeOf(jane)).State);
    }

    [Theory]
    [InlineData(DatabaseKind.Sqlite, Policy.Optional, "MFA has been turned off for your login")]
    [InlineData(DatabaseKind.Sqlite, Policy.Required, "You need a device to sign in")]
    [InlineData(DatabaseKind.PostgreSql, Policy.Optional, "MFA has been turned off for your login")]
    [InlineData(DatabaseKind.PostgreSql, Policy.Required, "You need a device to sign in")]
    public async Task Disconnected_while_a_code_is_live_the_phone_says_so_and_time_decides_what_follows(DatabaseKind database, Policy policy, string afterwards)
    {
        await Begin(database);
        var jane = await Client(paired: false);
        var phone = await PhoneOf(jane);
        await Policies(policy, policy);
        var computer = await SignedIn(jane, await CodeFor(jane));
        await computer.Open("/profile");
        await computer.Follow("Disconnect Jane's phone");
        await computer.Type("Current password", jane.Password);
        await computer.Press("Disconnect");
        await computer.Reads("No device is paired.");
        await phone.Reads("This phone can no longer confirm for this login.");
        await Axe(phone.Page);

        World.Clock.Advance(TimeSpan.FromHours(24));
        await computer.Password(jane);
        await computer.Sees(afterwards);
        await phone.Page.GetByRole(AriaRole.Link, new() { Name = "Details" }).ClickAsync();
        await phone.Press("Remove");
        await phone.Reads("The login was removed from this phone.");
        await phone.Sees("Confirm sign‑ins on this phone");
    }
}
