using System.Net;
using Daypass.Domain;
using Daypass.Server.Audit;
using Daypass.Server.Sessions;
using Daypass.Server.Storage;
using Daypass.Server.Storage.Model;
using Daypass.TestHost;
using Xunit;

namespace Daypass.Server.Tests.Pages;

/// <summary>The story: a person signs in on the pages, with the password and then what rule N asks for. Then one thing changes.</summary>
public sealed class SigningIn : IAsyncLifetime
{
    private World _world = null!;
    private Visitor _visitor = null!;

    public async ValueTask InitializeAsync()
    {
        _world = await World.Create(DatabaseKind.Sqlite);
        _visitor = await Visitor.To(_world);
    }

    public async ValueTask DisposeAsync()
    {
        _visitor.Dispose();
        await _world.DisposeAsync();
    }

    private async Task<Visitor> PassPassword(Someone someone, string? password = null, string at = "/amber/signin") =>
        await (await _visitor.Open(at)).Fill(("Email", someone.Email), ("Password", password ?? someone.Password));

    [Fact]
    public async Task With_a_device_leads_to_the_page_that_was_asked_for()
    {
        var staff = await _world.Staff();
        await _visitor.Open("/amber/profile");
        Assert.Equal("/amber/signin?returnUrl=%2Fprofile", _visitor.At);

        await _visitor.Fill(("Email", staff.Email), ("Password", staff.Password));
        Assert.Equal("Enter the code from your app", _visitor.Title);
        await _visitor.Fill(("Code", _world.NextTotpOf(staff)));

        Assert.Equal("/amber/profile", _visitor.At);
        Assert.Equal("Profile", _visitor.Title);
    }

    [Theory]
    [InlineData("https://evil.example/")]
    [InlineData("//evil.example")]
    [InlineData("/\\evil.example")]
    [InlineData("/../birch/")]
    [InlineData("\t//evil.example")]
    public async Task Never_leads_to_another_place_CVE_2024_39694(string returnUrl)
    {
        var staff = await _world.Staff();
        await PassPassword(staff, at: $"/amber/signin?returnUrl={Uri.EscapeDataString(returnUrl)}");
        await _visitor.Fill(("Code", _world.NextTotpOf(staff)));

        Assert.Equal(HttpStatusCode.Redirect, _visitor.Answer.StatusCode);
        Assert.Equal("/amber/", _visitor.Answer.Headers.Location!.OriginalString);
    }

    [Fact]
    public async Task With_the_wrong_password_and_with_an_unknown_email_says_the_same_P1()
    {
        var staff = await _world.Staff();
        await PassPassword(staff, "not the password at all");
        var (wrong, status) = (_visitor.Errors, _visitor.Answer.StatusCode);
        await (await _visitor.Open("/amber/signin")).Fill(("Email", "nobody@example.com"), ("Password", "not the password at all"));

        Assert.Equal(["The email or the password is not right."], wrong);
        Assert.Equal(wrong, _visitor.Errors);
        Assert.Equal(status, _visitor.Answer.StatusCode);
    }

    [Fact]
    public async Task Keeps_the_email_that_was_typed_and_never_the_password()
    {
        await (await _visitor.Open("/amber/signin")).Fill(("Email", "<typo>@example.com"), ("Password", "some secret words"));

        Assert.Equal("<typo>@example.com", _visitor.Page.QuerySelector("#Email")!.GetAttribute("value"));
        Assert.Null(_visitor.Page.QuerySelector("#Password")!.GetAttribute("value"));
        Assert.DoesNotContain("some secret words", _visitor.Page.Source.Text, StringComparison.Ordinal);
        Assert.NotNull(_visitor.Page.QuerySelector("#Password")!.GetAttribute("autofocus"));
    }

    [Theory]
    [InlineData("", "x", "Email", "Email is missing.")]
    [InlineData("a@example.com", "", "Password", "Password is missing.")]
    [InlineData("LONG", "x", "Email", "Email may have at most 254 characters.")]
    [InlineData("a@example.com", "LONG", "Password", "Password may have at most 1024 characters.")]
    public async Task Says_at_the_field_what_is_wrong_with_it(string email, string password, string field, string message)
    {
        var longText = new string('x', 2000);
        await (await _visitor.Open("/amber/signin")).Fill(("Email", email == "LONG" ? longText : email), ("Password", password == "LONG" ? longText : password));

        Assert.Equal([message], _visitor.Errors);
        var input = _visitor.Page.QuerySelector($"#{field}")!;
        Assert.Equal("true", input.GetAttribute("aria-invalid"));
        Assert.Equal(message, _visitor.Page.QuerySelector($"#{input.GetAttribute("aria-describedby")}")!.TextContent);
        Assert.Equal($"#{field}", _visitor.Page.QuerySelector(".errors a")!.GetAttribute("href"));
    }

    [Fact]
    public async Task With_a_form_that_is_no_longer_good_says_so_and_does_nothing()
    {
        var staff = await _world.Staff();
        await _visitor.Open("/amber/signin");
        await _visitor.Fill(("Email", staff.Email), ("Password", staff.Password), ("__RequestVerificationToken", "stale"));

        Assert.Equal(HttpStatusCode.BadRequest, _visitor.Answer.StatusCode);
        Assert.Equal("This form is too old", _visitor.Title);
        Assert.DoesNotContain(_visitor.Cookies, x => x.Name.EndsWith(".signin", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("/amber/signin/step")]
    [InlineData("/amber/signin/code")]
    [InlineData("/amber/signin/device")]
    [InlineData("/amber/signin/longer-password")]
    [InlineData("/amber/signin/mailbox")]
    public async Task Begins_at_the_password_wherever_somebody_enters_P4(string path)
    {
        await _visitor.Open(path);

        Assert.StartsWith("/amber/signin?", _visitor.At, StringComparison.Ordinal);
        Assert.Equal("Sign in", _visitor.Title);
    }

    [Fact]
    public async Task With_a_live_code_opens_its_field_at_once_and_the_way_back_to_the_device_N1_N2()
    {
        var client = await _world.Client();
        var code = await _world.Issue(await _world.SignedIn(_world.Primary), client);

        await PassPassword(client);
        Assert.Equal("Enter the temporary code", _visitor.Title);
        Assert.Equal("numeric", _visitor.Page.QuerySelector("#Code")!.GetAttribute("inputmode"));
        Assert.Equal("one-time-code", _visitor.Page.QuerySelector("#Code")!.GetAttribute("autocomplete"));
        await _visitor.Follow("I have my device again");
        Assert.Equal("Enter the code from your app", _visitor.Title);
        await _visitor.Fill(("Code", _world.NextTotpOf(client)));
        Assert.Equal("/amber/", _visitor.At);

        await _visitor.Press("Sign out");
        await PassPassword(client);
        await _visitor.Follow("Enter a code");
        await _visitor.Fill(("Code", code));
        Assert.Equal("This code ended when your device was paired or used again.", _visitor.Headline);
    }

    [Fact]
    public async Task Tells_a_typing_error_from_a_wrong_code_and_says_the_tries_left_and_whom_to_ask_C14()
    {
        var client = await _world.Client();
        var code = await _world.Issue(await _world.SignedIn(_world.Primary), client);
        await PassPassword(client);

        await _visitor.Fill(("Code", code[..8] + (code[8] == '0' ? '1' : '0')));
        Assert.StartsWith("A digit is mistyped.", Assert.Single(_visitor.Errors), StringComparison.Ordinal);
        await _visitor.Fill(("Code", World.OtherThan(code)));
        Assert.Equal("Wrong code. 4 tries left.", _visitor.Headline);
        Assert.Contains("Person 1", _visitor.Text, StringComparison.Ordinal);
        Assert.Null(_visitor.Page.QuerySelector("#Code")!.GetAttribute("value"));
        // "The newest" would puzzle somebody who had one only.
        Assert.Contains("Compare it with the code you were given.", _visitor.Text, StringComparison.Ordinal);
        code = await _world.Issue(await _world.SignedIn(_world.Primary), client);
        // The new code ended the sign-in that was under way.
        await PassPassword(client);
        await _visitor.Fill(("Code", World.OtherThan(code)));
        Assert.Contains("Is it the newest code you were given?", _visitor.Text, StringComparison.Ordinal);

        await _visitor.Fill(("Code", $" {code[..3]} {code[3..6]}-{code[6..]} "));
        Assert.Contains("You signed in with a temporary code.", _visitor.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Does_not_type_a_wrong_code_again_when_its_page_is_reloaded()
    {
        var client = await _world.Client();
        var code = await _world.Issue(await _world.SignedIn(_world.Primary), client);
        await PassPassword(client, at: "/amber/signin?returnUrl=%2Fprofile");
        var typed = World.OtherThan(code);
        await _visitor.Fill(("Code", typed));
        Assert.Equal(HttpStatusCode.Redirect, _visitor.Answer.StatusCode);
        Assert.DoesNotContain(typed, _visitor.At, StringComparison.Ordinal);

        await _visitor.Open(_visitor.At);
        Assert.Equal("Wrong code. 4 tries left.", _visitor.Headline);
        Assert.Equal(1, (await _world.LastCodeOf(client)).Wrong);
        await _visitor.Fill(("Code", code));
        Assert.Equal("/amber/profile", _visitor.At);
    }

    [Theory]
    [InlineData("Nonsense")]
    [InlineData("3")]
    [InlineData("<script>")]
    public async Task Says_nothing_that_others_put_into_the_address(string said)
    {
        await PassPassword(await _world.Staff());
        await _visitor.Open($"/amber/signin/step?said={Uri.EscapeDataString(said)}&left=3");
        Assert.Null(_visitor.Headline);
        Assert.DoesNotContain(said, _visitor.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Marks_the_code_as_wrong_only_once_one_was_wrong()
    {
        await PassPassword(await _world.Staff());
        Assert.Null(_visitor.Page.QuerySelector("[aria-invalid]"));

        await _visitor.Fill(("Code", "000000"));
        Assert.NotNull(_visitor.Page.QuerySelector("#Code[aria-invalid=true][aria-describedby~=wrong]"));
    }

    [Theory]
    [InlineData("", "Code is missing.")]
    [InlineData("12345", "A digit is mistyped. Compare the digits with the code you were given. No try was used.")]
    [InlineData("LONG", "Code may have at most 64 characters.")]
    public async Task Says_what_is_wrong_with_what_is_no_code_at_all_and_counts_no_try(string typed, string message)
    {
        var staff = await _world.Staff();
        await PassPassword(staff);
        for (var i = 0; i <= TryCap.PerDay; i++)
        {
            await _visitor.Fill(("Code", typed == "LONG" ? new string('1', 65) : typed));
            Assert.Equal([message], _visitor.Errors);
        }

        await _visitor.Fill(("Code", _world.NextTotpOf(staff)));
        Assert.Equal("/amber/", _visitor.At);
    }

    [Theory]
    [InlineData(nameof(SessionEnd.PermissionsChanged), "You were signed out because your permissions were changed. Sign in again.")]
    [InlineData(nameof(SessionEnd.PolicyChanged), "You were signed out because your firm now requires MFA. Sign in again.")]
    [InlineData(nameof(SessionEnd.PasswordChanged), "You were signed out because your password was changed. Sign in with the new one.")]
    [InlineData(nameof(SessionEnd.Deactivated), null)]
    public async Task Says_why_the_session_was_ended_to_whom_it_belonged_and_to_nobody_else_S3(string why, string? says)
    {
        var staff = await _world.Staff();
        await PassPassword(staff);
        await _visitor.Fill(("Code", _world.NextTotpOf(staff)));
        await _world.Store.Write(staff.Firm, async db => await SessionEnder.End(db, _world.Now, (await db.Lock(staff.Id))!, Enum.Parse<SessionEnd>(why), By.Operator));

        await _visitor.Open("/amber/profile");
        Assert.Equal("Sign in", _visitor.Title);
        Assert.Equal(says, _visitor.Page.QuerySelector(".notice")?.TextContent.Trim());
        using var other = await Visitor.To(_world);
        await other.Open("/amber/signin");
        Assert.Null(other.Page.QuerySelector(".notice"));

        await PassPassword(staff);
        await _visitor.Fill(("Code", _world.NextTotpOf(staff)));
        await _visitor.Press("Sign out");
        Assert.DoesNotContain("You were signed out because", _visitor.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task In_two_tabs_finishes_once_P4()
    {
        var staff = await _world.Staff();
        await PassPassword(staff);
        var other = _visitor.Request(_visitor.Page.Forms.Single(x => x.QuerySelector("#Code") is not null), [("Code", "000000")]);
        await _visitor.Fill(("Code", _world.NextTotpOf(staff)));
        await _visitor.Send(other);

        Assert.Equal(HttpStatusCode.BadRequest, _visitor.Answer.StatusCode);
        Assert.Equal("This form is too old", _visitor.Title);
        await _visitor.Open("/amber/signin/step");
        Assert.Equal("/amber/", _visitor.At);
    }

    [Fact]
    public async Task That_was_begun_twice_goes_on_with_the_newer_one_P4()
    {
        var staff = await _world.Staff();
        await PassPassword(staff);
        var first = _visitor.Cookies.Single(x => x.Name == "daypass-amber.signin").Value;
        await PassPassword(staff);

        Assert.NotEqual(first, _visitor.Cookies.Single(x => x.Name == "daypass-amber.signin").Value);
        await _visitor.Fill(("Code", _world.NextTotpOf(staff)));
        Assert.Equal("/amber/", _visitor.At);
        Assert.DoesNotContain(_visitor.Cookies, x => x.Name == "daypass-amber.signin");
    }

    [Fact]
    public async Task Leaves_the_session_at_a_firm_alone_whose_address_is_this_ones_and_a_word_more()
    {
        var (id, _) = await _world.AddFirm("amber-signin");
        var theirs = await _world.Add(Kind.Client, firm: id, paired: true);
        await (await _visitor.Open("/amber-signin/signin")).Fill(("Email", theirs.Email), ("Password", theirs.Password));
        await _visitor.Fill(("Code", _world.NextTotpOf(theirs)));
        Assert.Equal("/amber-signin/", _visitor.At);

        await PassPassword(await _world.Staff());

        await _visitor.Open("/amber-signin/profile");
        Assert.Equal("Profile", _visitor.Title);
    }

    [Fact]
    public async Task At_one_firm_is_no_sign_in_at_another_Q12()
    {
        var staff = await _world.Staff();
        await PassPassword(staff);
        await _visitor.Fill(("Code", _world.NextTotpOf(staff)));
        await _visitor.Open("/birch/profile");

        Assert.Equal("/birch/signin?returnUrl=%2Fprofile", _visitor.At);
    }

    [Fact]
    public async Task Says_until_when_typed_codes_are_refused_C8()
    {
        var client = await _world.Client();
        await PassPassword(client);
        for (var i = 0; i < TryCap.PerDay; i++)
        {
            await _visitor.Fill(("Code", "000000"));
        }

        Assert.Null(_visitor.Page.QuerySelector("#Code"));
        Assert.Contains("No more codes until Wed 5 Mar 2031, 10:12 (Zurich time)", _visitor.Text, StringComparison.Ordinal);
        Assert.Contains("Person 1", _visitor.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_device_and_code_explains_both_ways_N4()
    {
        await _world.SetPolicies(Policy.Required, Policy.Required);
        var client = await _world.Client(paired: false);
        await PassPassword(client);

        Assert.Equal("You need a device to sign in", _visitor.Title);
        Assert.Contains("Person 1", _visitor.Text, StringComparison.Ordinal);
        await _visitor.Press("Mail me the link");
        Assert.Equal("/amber/signin/mailbox?Sent=True", _visitor.At);
        Assert.Equal("Check your mail", _visitor.Title);
    }

    [Fact]
    public async Task By_password_alone_needs_a_longer_one_first_P3()
    {
        await _world.SetPolicies(Policy.Required, Policy.Optional);
        var client = await _world.Client(paired: false);
        await _world.ShortenPassword(client);
        await PassPassword(client);

        Assert.Equal("Set a longer password", _visitor.Title);
        await _visitor.Fill(("NewPassword", "zinc kettle"), ("Repeat", "zinc kettle"));
        Assert.Equal("The password needs at least 15 characters.", Assert.Single(_visitor.Errors));
        await _visitor.Fill(("NewPassword", "zinc kettle over moss"), ("Repeat", "zinc kettle over mess"));
        Assert.Equal("The two entries are not the same.", Assert.Single(_visitor.Errors));
        await _visitor.Fill(("NewPassword", "zinc kettle over moss"), ("Repeat", "zinc kettle over moss"));

        Assert.Equal("/amber/", _visitor.At);
        Assert.Contains("Your password alone signs you in.", _visitor.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task After_the_holds_end_says_that_MFA_is_off_N9()
    {
        await _world.SetPolicies(Policy.Required, Policy.Optional);
        var client = await _world.Client(paired: false);
        await _world.Hold(client, _world.Now - TimeSpan.FromMinutes(1));
        await PassPassword(client);

        Assert.Equal("/amber/mfa-off", _visitor.At);
        Assert.Equal("MFA has been turned off for your login", _visitor.Title);
    }

    [Fact]
    public async Task Ends_by_signing_out_and_the_back_button_shows_nothing()
    {
        var staff = await _world.Staff();
        await PassPassword(staff);
        await _visitor.Fill(("Code", _world.NextTotpOf(staff)));
        Assert.Equal("no-store", _visitor.Answer.Headers.CacheControl!.ToString());
        await _visitor.Press("Sign out");
        Assert.Equal("/amber/signin", _visitor.At);

        await _visitor.Open("/amber/profile");
        Assert.StartsWith("/amber/signin?returnUrl=", _visitor.At, StringComparison.Ordinal);
    }
}
