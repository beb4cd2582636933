using Daypass.Domain;
using Daypass.TestHost;
using Xunit;

namespace Daypass.Browser.Tests.Stories;

/// <summary>C9: each way in which a code ends, as the person and the administrator see it.</summary>
public sealed class TheEndsOfACode(Browser browser, Stages stages) : Story(browser, stages)
{
    [Theory, OnBothDatabases(BothWithAll = true)]
    public async Task It_expires_to_the_second_after_24_hours_and_its_session_with_it(DatabaseKind database)
    {
        await Begin(database);
        var jane = await Client();
        var code = await CodeFor(jane);
        var issued = (await World.LastCodeOf(jane)).IssuedAt;
        World.Clock.SetUtcNow(issued.AddHours(24).AddSeconds(-1));
        var person = await SignedIn(jane, code);

        World.Clock.Advance(TimeSpan.FromSeconds(1));
        await person.IsOut();
        await TypeWhereAnyCodeIsTaken(person, jane, code);
        await person.Reads("This code has expired.");
        await person.Reads("Maren Holloway");
    }

    [Theory, OnBothDatabases(BothWithAll = true)]
    public async Task Another_code_replaces_it_at_once_and_ends_its_session(DatabaseKind database)
    {
        await Begin(database);
        var jane = await Client();
        var first = await CodeFor(jane);
        var person = await SignedIn(jane, first);
        var maren = await SignedIn(Maren);
        await maren.OpenSettings(jane);
        await maren.Follow("generate a temporary, 24-hour code");
        await maren.Reads("A code is live already.");
        var second = await maren.Issue("Damaged");

        await person.IsOut();
        await person.Password(jane);
        await person.Code(first);
        await person.Reads("A newer code was issued.");
        await person.Code(second);
        await person.IsIn();
    }

    [Theory, OnBothDatabases(BothWithAll = true)]
    public async Task An_administrator_removes_it_and_ends_its_session(DatabaseKind database)
    {
        await Begin(database);
        var jane = await Client();
        var code = await CodeFor(jane);
        var person = await SignedIn(jane, code);
        var maren = await SignedIn(Maren);
        await maren.OpenSettings(jane);
        await maren.Follow("Remove the code");
        await maren.Sees("Remove the temporary code of Jane Doe");
        await maren.Press("Remove the code");
        await maren.Reads("The code was removed.");
        await maren.Reads("No temporary code is live.");

        await person.IsOut();
        await TypeWhereAnyCodeIsTaken(person, jane, code);
        await person.Reads("This code was removed.");
    }

    [Theory, OnBothDatabases(BothWithAll = true)]
    public async Task The_person_removes_it_in_a_session_with_the_device(DatabaseKind database)
    {
        await Begin(database);
        var jane = await Client();
        var person = await SignedIn(jane);
        await CodeFor(jane);
        await person.Open("/profile");
        await person.Press("Remove the code");
        await person.Reads("The temporary code is removed.");
        Assert.Equal(CodeState.Removed, (await World.LastCodeOf(jane)).State);
    }

    [Theory, OnBothDatabases(BothWithAll = true)]
    public async Task Five_wrong_codes_exhaust_it_and_leave_its_session_alone(DatabaseKind database)
    {
        await Begin(database);
        var jane = await Client();
        var code = await CodeFor(jane);
        var session = await SignedIn(jane, code);
        var person = await NewVisit();
        await person.Password(jane);
        foreach (var left in (string[])["4 tries left", "3 tries left", "2 tries left", "One try left"])
        {
            await person.Code(World.OtherThan(code));
            await person.Reads($"Wrong code. {left}.");
            await person.Reads("Maren Holloway");
        }

        await person.Code(World.OtherThan(code));
        await person.Reads("This code no longer works.");
        await TypeWhereAnyCodeIsTaken(person, jane, code);
        await person.Reads("This code no longer works. It was typed wrong too often.");
        await session.IsStillIn();
    }

    [Theory, OnBothDatabases(BothWithAll = true)]
    public async Task Pairing_a_device_ends_it_and_the_session_goes_on(DatabaseKind database)
    {
        await Begin(database);
        var jane = await Client(paired: false);
        await World.Hold(jane, World.Now.AddHours(24));
        var code = await CodeFor(jane);
        var person = await SignedIn(jane, code);
        await person.Follow("Pair a device");
        var paired = await person.Pair(jane);
        await person.IsStillIn();
        await person.Reads("For your safety some things stay closed for 24 hours");

        var again = await NewVisit();
        await TypeWhereAnyCodeIsTaken(again, jane, code);
        await again.Reads("This code ended when your device was paired or used again.");
        await again.SignIn(paired);
    }

    [Theory, OnBothDatabases(BothWithAll = true)]
    public async Task I_have_my_device_again_signs_in_and_ends_it(DatabaseKind database)
    {
        await Begin(database);
        var jane = await Client();
        var code = await CodeFor(jane);
        var person = await NewVisit();
        await person.Password(jane);
        await person.Follow("I have my device again");
        await person.Code(World.NextTotpOf(jane));
        await person.IsIn();

        var again = await NewVisit();
        await TypeWhereAnyCodeIsTaken(again, jane, code);
        await again.Reads("This code ended when your device was paired or used again.");
    }

    [Theory, OnBothDatabases(BothWithAll = true)]
    public async Task Deactivating_the_person_ends_it_and_its_session(DatabaseKind database)
    {
        await Begin(database);
        var jane = await Client();
        var person = await SignedIn(jane, await CodeFor(jane));
        await Deactivate(jane);
        await person.IsOut();
        await person.Password(jane);
        await person.Reads("The email or the password is not right.");
        Assert.NotEqual(CodeState.Live, (await World.LastCodeOf(jane)).State);
    }

    [Theory, OnBothDatabases(BothWithAll = true)]
    public async Task Deactivating_who_issued_it_ends_it(DatabaseKind database)
    {
        await Begin(database);
        var (jane, theo) = (await Client(), await Staff(permissions: Permission.ManageClients));
        var code = await CodeFor(jane, theo);
        await Deactivate(theo);
        var person = await NewVisit();
        await TypeWhereAnyCodeIsTaken(person, jane, code);
        await person.Reads("This code was removed.");
    }

    [Theory, OnBothDatabases(BothWithAll = true)]
    public async Task Changing_the_persons_permissions_ends_it(DatabaseKind database)
    {
        await Begin(database);
        var theo = await Staff();
        var code = await CodeFor(theo);
        var maren = await SignedIn(Maren);
        await maren.Open($"/setup/person/{theo.Id}");
        await maren.Follow("Change permissions");
        await maren.Page.GetByRole(Microsoft.Playwright.AriaRole.Checkbox, new() { Name = "Manage clients" }).CheckAsync();
        await maren.Press("Save");
        await maren.Reads("The permissions were changed.");

        var person = await NewVisit();
        await TypeWhereAnyCodeIsTaken(person, theo, code);
        await person.Reads("This code was removed.");
    }

    private async Task Deactivate(Someone someone)
    {
        var maren = await SignedIn(Maren);
        await maren.Open($"/setup/person/{someone.Id}");
        await maren.Follow("Deactivate");
        await maren.Press("Deactivate");
        await maren.Reads("The login was deactivated.");
    }

    /// <summary>With a device paired the page asks for that; any code is taken behind the link.</summary>
    private static async Task TypeWhereAnyCodeIsTaken(Visit person, Someone someone, string code)
    {
        await person.Password(someone);
        await person.Sees("Enter the code from your app");
        await person.Follow("Enter a code");
        await person.Code(code);
    }
}
