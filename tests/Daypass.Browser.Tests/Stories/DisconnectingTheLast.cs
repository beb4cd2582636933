using Daypass.Domain;
using Daypass.TestHost;
using Microsoft.Playwright;
using Xunit;

namespace Daypass.Browser.Tests.Stories;

/// <summary>D2 and D3: the last device is disconnected by its owner, under either policy, with and without a live code.</summary>
public sealed class DisconnectingTheLast(Browser browser, Stages stages) : Story(browser, stages)
{
    [Theory, OnBothDatabases(BothWithAll = true)]
    public async Task Under_optional_turns_MFA_off_and_the_password_alone_signs_in(DatabaseKind database)
    {
        await Begin(database);
        await Policies(Policy.Optional, Policy.Optional);
        var jane = await Client();
        var person = await SignedIn(jane);
        await Disconnect(person, jane, World.NextTotpOf(jane), "MFA is turned off at once");
        await person.Reads("MFA is off: your password alone signs you in.");

        var again = await NewVisit();
        await again.Password(jane);
        await again.IsIn();
        await again.Reads("Your password alone signs you in.");
    }

    [Theory, OnBothDatabases(BothWithAll = true)]
    public async Task Under_optional_with_a_live_code_keeps_MFA_on_until_the_code_ends_then_off_and_says_so(DatabaseKind database)
    {
        await Begin(database);
        await Policies(Policy.Optional, Policy.Optional);
        var jane = await Client();
        var person = await SignedIn(jane, await CodeFor(jane));
        await Disconnect(person, jane, totp: null, "MFA stays on");
        await person.Reads("MFA stays on until");
        var again = await NewVisit();
        await again.Password(jane);
        await again.Sees("Enter the temporary code");

        World.Clock.Advance(TimeSpan.FromHours(24));
        await again.Password(jane);
        await again.Sees("MFA has been turned off for your login");
        await again.Follow("Go on without");
        await again.IsIn();
    }

    [Theory, OnBothDatabases(BothWithAll = true)]
    public async Task Under_required_is_refused(DatabaseKind database)
    {
        await Begin(database);
        await Policies(Policy.Required, Policy.Required);
        var jane = await Client();
        var person = await SignedIn(jane);
        await person.Open($"/profile/devices/{jane.DeviceId}/disconnect");
        await person.Reads("Your last device cannot be disconnected.");
        await Assertions.Expect(person.Button("Disconnect")).ToHaveCountAsync(0);
    }

    [Theory, OnBothDatabases(BothWithAll = true)]
    public async Task Under_required_with_a_live_code_is_done_and_after_the_code_the_password_alone_leads_nowhere(DatabaseKind database)
    {
        await Begin(database);
        await Policies(Policy.Required, Policy.Required);
        var jane = await Client();
        var person = await SignedIn(jane, await CodeFor(jane));
        await Disconnect(person, jane, totp: null, "MFA stays on");
        await person.Reads("No device is paired.");

        World.Clock.Advance(TimeSpan.FromHours(24));
        await person.IsOut();
        await person.Password(jane);
        await person.Sees("You need a device to sign in");
    }

    private static async Task Disconnect(Visit person, Someone jane, string? totp, string warned)
    {
        await person.Open("/profile");
        await person.Follow("Disconnect Phone");
        await person.Reads(warned);
        await person.Type("Current password", jane.Password);
        if (totp is not null)
        {
            await person.CodeField.FillAsync(totp);
        }

        await person.Press("Disconnect");
        await person.Sees("Profile");
    }
}
