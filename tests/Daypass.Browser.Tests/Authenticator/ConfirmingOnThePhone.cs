using Daypass.Browser.Tests.Stories;
using Daypass.Domain;
using Daypass.TestHost;
using Microsoft.Playwright;
using Xunit;

namespace Daypass.Browser.Tests.Authenticator;

/// <summary>A computer and a phone: the sign-in is confirmed, stopped, mistyped or missed (N3), or done without a connection.</summary>
public sealed class ConfirmingOnThePhone(Browser browser, Stages stages) : PhoneStory(browser, stages)
{
    [Theory, OnBothDatabases(BothWithAll = true)]
    public async Task The_phone_is_paired_on_both_screens_and_confirms_the_next_sign_in(DatabaseKind database)
    {
        await Begin(database);
        var jane = await Client(paired: false);
        var phone = await PhoneOf(jane);
        await phone.Reads("No sign-in is waiting.");

        var computer = await NewVisit();
        await computer.Password(jane);
        var number = await computer.NumberForThePhone();
        await phone.Sees("Is this you?");
        await phone.Reads("Alder & Finch");
        await phone.Reads(jane.Email);
        await phone.Reads("127.0.0.1");
        await Axe(phone.Page);
        await phone.Approve(number);
        await phone.Reads("The sign-in goes on at the computer.");
        await computer.IsIn();
    }

    [Theory, OnBothDatabases(BothWithAll = true)]
    public async Task Denied_the_sign_in_stops_and_whoever_tried_is_locked_out(DatabaseKind database)
    {
        await Begin(database);
        var jane = await Client(paired: false);
        var phone = await PhoneOf(jane);
        var session = await NewVisit();
        await SignIn(session, phone, jane);

        var stranger = await NewVisit();
        await stranger.Password(jane);
        await stranger.NumberForThePhone();
        await phone.Deny();
        await stranger.Reads("Denied on the phone");
        await phone.Reads("Did somebody else try?");
        await Axe(phone.Page);
        await session.IsStillIn();

        await phone.Press("Yes: end everything");
        await phone.Reads("Everything is ended");
        await session.IsOut();
        await stranger.Password(jane);
        await stranger.Reads("The email or the password is not right.");
    }

    [Theory, OnBothDatabases(BothWithAll = true)]
    public async Task A_slip_is_forgiven_the_person_denies_and_signs_in_again(DatabaseKind database)
    {
        await Begin(database);
        var jane = await Client(paired: false);
        var phone = await PhoneOf(jane);
        var computer = await NewVisit();
        await computer.Password(jane);
        await phone.Deny();
        await phone.Press("No, it was me after all");
        await phone.Sees("Your logins");
        await SignIn(computer, phone, jane);
    }

    [Theory, OnBothDatabases(BothWithAll = true)]
    public async Task A_wrong_number_signs_nobody_in_and_the_page_asks_again(DatabaseKind database)
    {
        await Begin(database);
        var jane = await Client(paired: false);
        var phone = await PhoneOf(jane);
        var computer = await NewVisit();
        await computer.Password(jane);
        var number = await computer.NumberForThePhone();
        await phone.Approve(number == "42" ? "43" : "42");
        await phone.Reads("Wrong number");
        await computer.Reads("another number was typed");
        await phone.Press("Close");

        World.Clock.Advance(TimeSpan.FromSeconds(1));
        await computer.Press("Ask again");
        await phone.Approve(await computer.NumberForThePhone());
        await computer.IsIn();
    }

    [Theory, OnBothDatabases(BothWithAll = true)]
    public async Task A_minute_later_the_question_has_run_out_on_both_screens(DatabaseKind database)
    {
        await Begin(database);
        var jane = await Client(paired: false);
        var phone = await PhoneOf(jane);
        var computer = await NewVisit();
        await computer.Password(jane);
        await phone.Sees("Is this you?");
        World.Clock.Advance(ApprovalRule.Life);
        await phone.Reads("Too late");
        await Axe(phone.Page);
        await computer.Page.ReloadAsync();
        await computer.Reads("The 60 seconds are over");
    }

    [Theory, OnBothDatabases(BothWithAll = true)]
    public async Task Of_two_at_once_each_is_answered_for_itself(DatabaseKind database)
    {
        await Begin(database);
        var jane = await Client(paired: false);
        var phone = await PhoneOf(jane);
        var (stranger, computer) = (await NewVisit(), await NewVisit());
        await stranger.Password(jane);
        await stranger.NumberForThePhone();
        await Assertions.Expect(phone.Requests).ToHaveCountAsync(1);
        World.Clock.Advance(TimeSpan.FromSeconds(1));
        await computer.Password(jane);
        var number = await computer.NumberForThePhone();
        await Assertions.Expect(phone.Requests).ToHaveCountAsync(2);
        await phone.Reads("Sign-ins that wait: 2.");

        await phone.Requests.Nth(1).GetByLabel("Number on the sign-in page").FillAsync(number);
        await phone.Requests.Nth(1).GetByRole(AriaRole.Button, new() { Name = "Yes, sign me in" }).ClickAsync();
        await computer.IsIn();
        await stranger.Sees("Confirm on your phone");
        await phone.Press("No, it was not me");
        await stranger.Reads("Denied on the phone");
    }

    [Theory, OnBothDatabases(BothWithAll = true)]
    public async Task Without_a_connection_the_app_opens_and_its_code_is_accepted(DatabaseKind database)
    {
        await Begin(database);
        var jane = await Client(paired: false);
        var phone = await PhoneOf(jane);
        var computer = await NewVisit();
        await computer.Password(jane);
        await computer.Follow("Enter a code");
        await phone.Page.EvaluateAsync("navigator.serviceWorker.ready");
        await phone.Page.Context.SetOfflineAsync(true);
        await phone.Page.ReloadAsync();
        await phone.Reads("No connection.");
        await Axe(phone.Page);
        await computer.Code(await phone.Code());
        await computer.IsIn();
    }
}
