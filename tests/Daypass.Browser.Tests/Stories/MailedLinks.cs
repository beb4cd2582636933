using Daypass.Domain;
using Daypass.TestHost;
using Microsoft.Playwright;
using Xunit;

namespace Daypass.Browser.Tests.Stories;

/// <summary>Links from mails that went through a real mail server.</summary>
public sealed class MailedLinks(Browser browser, Stages stages) : Story(browser, stages)
{
    [Theory, OnBothDatabases(BothWithAll = true)]
    public async Task This_was_not_me_only_looks_until_one_click_then_all_sessions_end_and_a_new_password_is_set(DatabaseKind database)
    {
        await Begin(database);
        var jane = await Client();
        var code = await CodeFor(jane);
        var stranger = await SignedIn(jane, code);
        var link = await MailedLink(jane, "A temporary code was issued", "not-me");
        var person = await NewVisit(Look.Phone);
        await person.Page.GotoAsync(link);
        await person.Sees("Was it really not you?");
        await person.Reads("removes the code,");
        await stranger.IsStillIn();

        await person.Press("This was not me");
        await person.Sees("Done. Your login is safe");
        await stranger.IsOut();
        await stranger.Password(jane);
        await stranger.Reads("The email or the password is not right.");

        await person.Page.GotoAsync(await MailedLink(jane, "password", "reset"));
        await person.Type("New password", "seven green kettles sing");
        await person.Type("New password again", "seven green kettles sing");
        await person.Press("Set the password");
        await person.Sees("Your new password is set");
        await person.Follow("Go to sign-in");
        await person.SignIn(jane with { Password = "seven green kettles sing" });
        await person.Page.GotoAsync(link);
        await person.Sees("This link does not work any more");
    }

    [Theory, OnBothDatabases(BothWithAll = true)]
    public async Task This_was_not_me_takes_back_a_device_that_was_paired_through_the_code(DatabaseKind database)
    {
        await Begin(database);
        var jane = await Client();
        var stranger = await SignedIn(jane, await CodeFor(jane));
        await stranger.Follow("Pair a device");
        var strangers = await stranger.Pair(jane);
        var person = await NewVisit();
        await person.Page.GotoAsync(await MailedLink(jane, "A device was paired", "not-me"));
        await person.Reads("takes back devices paired through the code (1)");
        await person.Press("This was not me");
        await stranger.IsOut();

        await person.Page.GotoAsync(await MailedLink(jane, "password", "reset"));
        await person.Type("New password", "seven green kettles sing");
        await person.Type("New password again", "seven green kettles sing");
        await person.Press("Set the password");
        await person.Password(jane with { Password = "seven green kettles sing" });
        await person.Code(World.NextTotpOf(strangers));
        await Assertions.Expect(person.Page.GetByRole(AriaRole.Alert)).ToBeVisibleAsync();
        await person.Code(World.NextTotpOf(jane));
        await person.IsIn();
    }

    [Theory, OnBothDatabases(BothWithAll = true)]
    public async Task The_mailbox_proof_pairs_a_device_in_the_browser_that_opens_it_and_the_one_that_asked_gains_nothing(DatabaseKind database)
    {
        await Begin(database);
        await Policies(Policy.Required, Policy.Required);
        var jane = await Client(paired: false);
        await World.Hold(jane, World.Now.AddHours(-1));
        var asking = await NewVisit();
        await asking.Password(jane);
        await asking.Press("Mail me the link");
        await asking.Reads("A link is on its way to j***@");

        var link = await MailedLink(jane, "Confirm that this mailbox is yours", "mailbox");
        var phone = await NewVisit(Look.Phone);
        await phone.Page.GotoAsync(link);
        await phone.Sees("Is this your mailbox?");
        await phone.Press("Yes, it was me: go on");
        await phone.Reads("Your mailbox is proven.");
        await phone.Type("Email", jane.Email);
        await phone.Type("Password", jane.Password);
        await phone.Press("Continue");
        await phone.Reads("Before anything else, pair a device");
        await asking.Open("/signin/step");
        await asking.Sees("You need a device to sign in");
        await asking.IsOut();

        var paired = await phone.Pair(jane);
        await phone.IsStillIn();
        await asking.SignIn(paired);
        await phone.Page.GotoAsync(link);
        await phone.Press("Yes, it was me: go on");
        await phone.Sees("This link does not work any more");
    }
}
