using Daypass.TestHost;
using Microsoft.Playwright;
using Xunit;

namespace Daypass.Browser.Tests.Stories;

/// <summary>Password, then the code as people type it, well and badly.</summary>
public sealed class ThePersonsPath(Browser browser, Stages stages) : Story(browser, stages)
{
    [Theory, OnBothDatabases("{0}-{1}-{2}", " {0} {1} {2} ")]
    public async Task A_pasted_code_is_accepted_with_what_stands_between_its_groups(DatabaseKind database, string form)
    {
        await Begin(database);
        var jane = await Client();
        var code = await CodeFor(jane);
        var person = await NewVisit();
        await person.Page.Context.GrantPermissionsAsync(["clipboard-read", "clipboard-write"]);
        await person.Password(jane);
        await person.Sees("Enter the temporary code");
        await person.Page.EvaluateAsync("text => navigator.clipboard.writeText(text)", string.Format(null, form, code[..3], code[3..6], code[6..]));
        await person.CodeField.FocusAsync();
        await person.Page.Keyboard.PressAsync("Control+V");
        await person.Press("Sign in");
        await person.IsIn();
    }

    [Theory, OnBothDatabases(BothWithAll = true)]
    public async Task Full_width_digits_are_accepted(DatabaseKind database)
    {
        await Begin(database);
        var jane = await Client();
        var code = await CodeFor(jane);
        await SignedIn(jane, string.Concat(code.Select(x => (char)(x - '0' + '\uFF10'))));
    }

    [Theory, OnBothDatabases(BothWithAll = true)]
    public async Task Leading_zeros_count(DatabaseKind database)
    {
        await Begin(database);
        var jane = await Client();
        string code;
        do
        {
            // A day for each: C15 bounds how many one person gets.
            World.Clock.Advance(TimeSpan.FromHours(25));
            code = await World.IssueAsOperator(jane);
        }
        while (code[0] != '0');
        var person = await NewVisit();
        await person.Password(jane);
        await person.Code(code.TrimStart('0'));
        await Assertions.Expect(person.Page.GetByRole(AriaRole.Alert)).ToBeVisibleAsync();
        await person.Code(code);
        await person.IsIn();
    }

    [Theory, OnBothDatabases(BothWithAll = true)]
    public async Task A_mistyped_digit_is_told_from_a_wrong_code_and_costs_no_try(DatabaseKind database)
    {
        await Begin(database);
        var jane = await Client();
        var code = await CodeFor(jane);
        var person = await NewVisit();
        await person.Password(jane);

        await person.Code(code[..8] + (char)('0' + ((code[8] - '0' + 1) % 10)));
        await person.Reads("A digit is mistyped.");
        await person.Code(World.OtherThan(code));
        await person.Reads("Wrong code. 4 tries left.");
        await person.Reads("Maren Holloway");
        await person.Code(code);
        await person.IsIn();
    }

    [Theory, OnBothDatabases(BothWithAll = true)]
    public async Task The_keyboard_alone_is_enough(DatabaseKind database)
    {
        await Begin(database);
        var jane = await Client();
        var code = await CodeFor(jane);
        var person = await NewVisit();
        var keys = person.Page.Keyboard;
        await person.Open("/signin");
        await Assertions.Expect(person.Page.GetByLabel("Email")).ToBeFocusedAsync();
        await keys.TypeAsync(jane.Email);
        await keys.PressAsync("Tab");
        await keys.TypeAsync(jane.Password);
        await keys.PressAsync("Enter");

        await person.Sees("Enter the temporary code");
        await Assertions.Expect(person.CodeField).ToBeFocusedAsync();
        await keys.TypeAsync(World.OtherThan(code));
        await keys.PressAsync("Enter");

        await person.Reads("Wrong code.");
        await Assertions.Expect(person.CodeField).ToBeFocusedAsync();
        await Assertions.Expect(person.CodeField).ToHaveValueAsync("");
        await keys.TypeAsync(code);
        await keys.PressAsync("Tab");
        await Assertions.Expect(person.Button("Sign in")).ToBeFocusedAsync();
        await keys.PressAsync("Enter");
        await person.IsIn();
    }

    [Theory, OnBothDatabases(BothWithAll = true)]
    public async Task A_code_issued_while_the_device_is_asked_for_is_typed_behind_the_link(DatabaseKind database)
    {
        await Begin(database);
        var jane = await Client();
        var person = await NewVisit();
        await person.Password(jane);
        await person.Sees("Enter the code from your app");
        await person.Follow("Enter a code");
        await person.Code(await CodeFor(jane));
        await person.IsIn();
    }

    [Theory, OnBothDatabases(BothWithAll = true)]
    public async Task The_fields_tell_the_browser_what_they_are(DatabaseKind database)
    {
        await Begin(database);
        var jane = await Client();
        await CodeFor(jane);
        var person = await NewVisit(Look.Phone);
        await person.Open("/signin");
        await Assertions.Expect(person.Page.GetByLabel("Email")).ToHaveAttributeAsync("autocomplete", "username");
        await Assertions.Expect(person.Page.GetByLabel("Password")).ToHaveAttributeAsync("autocomplete", "current-password");
        await person.Password(jane);
        await Assertions.Expect(person.CodeField).ToHaveAttributeAsync("autocomplete", "one-time-code");
        await Assertions.Expect(person.CodeField).ToHaveAttributeAsync("inputmode", "numeric");
    }
}
