using System.Net;
using AngleSharp.Html.Dom;
using Daypass.Domain;
using Daypass.TestHost;
using Xunit;

namespace Daypass.Server.Tests.Pages;

/// <summary>The story: somebody signed in looks after their own login. Secrets are shown once; what a session may not do it says.</summary>
public sealed class TheProfile : IAsyncLifetime
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

    private async Task SignIn(Someone someone, string? code = null)
    {
        await (await _visitor.Open("/amber/signin")).Fill(("Email", someone.Email), ("Password", someone.Password));
        if (code is not null || someone.TotpSecret is not null)
        {
            await _visitor.Fill(("Code", code ?? _world.NextTotpOf(someone)));
        }

        Assert.Equal("/amber/", _visitor.At);
    }

    private async Task<Someone> ClientWithPasswordOnly()
    {
        await _world.SetPolicies(Policy.Required, Policy.Optional);
        var client = await _world.Client(paired: false);
        // Not in the sitting in which an invitation was accepted.
        _world.Clock.Advance(TimeSpan.FromHours(1));
        return client;
    }

    private static string TotpFrom(string groups, DateTimeOffset now) =>
        new OtpNet.Totp(OtpNet.Base32Encoding.ToBytes(groups.Replace(" ", "", StringComparison.Ordinal))).ComputeTotp(now.UtcDateTime);

    [Fact]
    public async Task Pairing_shows_the_secret_once_and_counts_after_the_first_proof_D1()
    {
        var client = await ClientWithPasswordOnly();
        await SignIn(client);
        await _visitor.Open("/amber/profile/devices/add");
        var twice = _visitor.Request(_visitor.Page.Forms.OfType<IHtmlFormElement>().First(x => x.QuerySelector("#Password") is not null), [("Kind", "Totp"), ("Name", "Blue phone"), ("Password", client.Password)]);
        await _visitor.Fill(("Kind", "Totp"), ("Name", "Blue phone"), ("Password", client.Password));

        Assert.Equal("no-store", _visitor.Answer.Headers.CacheControl!.ToString());
        var secret = _visitor.Page.QuerySelector(".secret")!.TextContent;
        Assert.Matches("^([A-Z2-7]{4} ){7}[A-Z2-7]{4}$", secret);
        Assert.StartsWith("data:image/svg+xml;base64,", _visitor.Page.QuerySelector(".qr img")!.GetAttribute("src"), StringComparison.Ordinal);
        await _visitor.Fill(("Code", "000000"));
        Assert.StartsWith("This code is wrong.", Assert.Single(_visitor.Errors), StringComparison.Ordinal);
        Assert.Contains("Blue phone", _visitor.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(secret, _visitor.Page.Source.Text, StringComparison.Ordinal);

        await _visitor.Send(twice);
        Assert.Contains("This secret was already shown.", _visitor.Text, StringComparison.Ordinal);
        await _visitor.Open("/amber/profile/devices/add");
        await _visitor.Fill(("Kind", "Totp"), ("Name", "Blue phone"), ("Password", client.Password));
        await _visitor.Fill(("Code", TotpFrom(_visitor.Page.QuerySelector(".secret")!.TextContent, _world.Now)));
        Assert.Equal("Your device is paired", _visitor.Title);
        await _visitor.Open("/amber/profile");
        Assert.Contains("Blue phone", _visitor.Page.QuerySelector("#devices")!.ParentElement!.ParentElement!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_new_session_cookie_comes_with_the_second_step_P4()
    {
        var client = await ClientWithPasswordOnly();
        await SignIn(client);
        var before = _visitor.Cookies.Single(x => x.Name == "daypass-amber").Value;
        await _visitor.Open("/amber/profile/devices/add");
        await _visitor.Fill(("Kind", "Totp"), ("Password", client.Password));
        await _visitor.Fill(("Code", TotpFrom(_visitor.Page.QuerySelector(".secret")!.TextContent, _world.Now)));

        Assert.NotEqual(before, _visitor.Cookies.Single(x => x.Name == "daypass-amber").Value);
    }

    [Theory]
    [InlineData("", "Current password is missing.")]
    [InlineData("some other words", "This is not your current password.")]
    public async Task Pairing_asks_for_the_password_D1(string password, string message)
    {
        await SignIn(await ClientWithPasswordOnly());
        await _visitor.Open("/amber/profile/devices/add");
        await _visitor.Fill(("Kind", "Totp"), ("Name", "Blue phone"), ("Password", password));

        Assert.Equal([message], _visitor.Errors);
        Assert.Equal("Blue phone", _visitor.Page.QuerySelector("#Name")!.GetAttribute("value"));
        Assert.Null(_visitor.Page.QuerySelector("#Password")!.GetAttribute("value"));
        Assert.Null(_visitor.Page.QuerySelector(".secret"));
    }

    [Fact]
    public async Task Pairing_a_second_device_asks_for_the_first_as_well_D1()
    {
        var staff = await _world.Staff();
        await SignIn(staff);
        await _visitor.Open("/amber/profile/devices/add");
        await _visitor.Fill(("Kind", "Totp"), ("Password", staff.Password));
        Assert.Equal("The code of your device is needed as well.", Assert.Single(_visitor.Errors));
        await _visitor.Fill(("Kind", "Totp"), ("Password", staff.Password), ("Code", _world.NextTotpOf(staff)));

        Assert.NotNull(_visitor.Page.QuerySelector(".secret"));
    }

    [Fact]
    public async Task The_last_device_stays_where_MFA_is_required_and_the_page_says_why_D2()
    {
        var staff = await _world.Staff();
        await SignIn(staff);
        await _visitor.Open($"/amber/profile/devices/{staff.DeviceId}/disconnect");

        Assert.Contains("Your last device cannot be disconnected.", _visitor.Text, StringComparison.Ordinal);
        Assert.Null(_visitor.Page.QuerySelector("#Password"));
    }

    [Fact]
    public async Task Disconnecting_the_last_device_says_before_and_after_that_MFA_is_off_D3()
    {
        await _world.SetPolicies(Policy.Required, Policy.Optional);
        var client = await _world.Client();
        await SignIn(client);
        await _visitor.Open($"/amber/profile/devices/{client.DeviceId}/disconnect");
        Assert.Contains("MFA is turned off at once", _visitor.Text, StringComparison.Ordinal);
        await _visitor.Fill(("Password", client.Password), ("Code", _world.NextTotpOf(client)));

        Assert.Equal("/amber/profile?did=MfaOff", _visitor.At);
        Assert.Contains("MFA is off", _visitor.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_device_of_somebody_else_does_not_exist_W1()
    {
        var (staff, other) = (await _world.Staff(), await _world.Staff());
        await SignIn(staff);
        await _visitor.Open($"/amber/profile/devices/{other.DeviceId}/disconnect");
        var theirs = (_visitor.Answer.StatusCode, _visitor.Title);
        await _visitor.Open($"/amber/profile/devices/{Guid.NewGuid()}/disconnect");

        Assert.Equal(HttpStatusCode.NotFound, theirs.StatusCode);
        Assert.Equal(theirs, (_visitor.Answer.StatusCode, _visitor.Title));
    }

    [Fact]
    public async Task Backup_codes_are_shown_once_and_the_old_ones_die()
    {
        var staff = await _world.Staff();
        await SignIn(staff);
        await _visitor.Open("/amber/profile/backup-codes");
        var twice = _visitor.Request(_visitor.Page.Forms.OfType<IHtmlFormElement>().Single(x => x.QuerySelector("[name=OperationId]") is not null), []);
        await _visitor.Press("Make ten codes");

        Assert.Equal("no-store", _visitor.Answer.Headers.CacheControl!.ToString());
        Assert.Equal(10, _visitor.Page.QuerySelectorAll(".backup li").Length);
        var one = _visitor.Page.QuerySelector(".backup li")!.TextContent;
        await _visitor.Send(twice);
        Assert.Contains("These codes were already shown.", _visitor.Text, StringComparison.Ordinal);
        Assert.Equal(0, _visitor.Page.QuerySelectorAll(".backup li").Length);

        await _visitor.Press("Sign out");
        await SignIn(staff, one);
        Assert.Contains("You signed in with a backup code.", _visitor.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Backup_codes_ask_for_a_fresh_second_step_first()
    {
        var staff = await _world.Staff();
        await SignIn(staff);
        _world.Clock.Advance(TimeSpan.FromMinutes(16));
        await _visitor.Open("/amber/profile/backup-codes");
        Assert.Equal("Confirm that it is you", _visitor.Title);
        await _visitor.Fill(("Code", "12 34"));
        Assert.StartsWith("This is not a code of six digits.", Assert.Single(_visitor.Errors), StringComparison.Ordinal);
        await _visitor.Fill(("Code", _world.NextTotpOf(staff)));

        Assert.Equal("/amber/profile/backup-codes", _visitor.At);
    }

    [Theory]
    [InlineData("/amber/profile/password")]
    [InlineData("/amber/profile/backup-codes")]
    public async Task A_code_session_is_told_why_not_and_what_to_do_S2(string path)
    {
        var client = await _world.Client();
        await SignIn(client, await _world.Issue(await _world.SignedIn(_world.Primary), client));
        await _visitor.Open(path);

        Assert.Equal("/amber/profile/limited", _visitor.At);
        Assert.Equal("Not in this session", _visitor.Title);
        Assert.Contains("You signed in with a temporary code.", _visitor.Text, StringComparison.Ordinal);
        Assert.Contains("Pair a device", _visitor.Text, StringComparison.Ordinal);
        await _visitor.Open("/amber/profile");
        Assert.DoesNotContain("Remove the code", _visitor.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(_visitor.Page.QuerySelectorAll("a"), x => x.GetAttribute("href")!.EndsWith("/password", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_full_session_removes_its_own_code_C9()
    {
        var client = await _world.Client();
        await SignIn(client);
        await _world.Issue(await _world.SignedIn(_world.Primary), client);
        await _visitor.Open("/amber/profile");
        Assert.Contains("(Zurich time)", _visitor.Text, StringComparison.Ordinal);
        await _visitor.Press("Remove the code");

        Assert.Equal(CodeState.Removed, (await _world.LastCodeOf(client)).State);
        Assert.DoesNotContain("Remove the code", _visitor.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("some other words", "a kettle of zinc and moss", "a kettle of zinc and moss", "This is not your current password.")]
    [InlineData(World.Password, "short", "short", "The password needs at least 8 characters.")]
    [InlineData(World.Password, "password1", "password1", "This password is one that many people use, so it is guessed first. Choose another one.")]
    [InlineData(World.Password, "a kettle of zinc and moss", "a kettle of zinc", "The two entries are not the same.")]
    [InlineData("", "", "", "Current password is missing.", "New password is missing.")]
    public async Task A_password_that_will_not_do_is_refused_at_its_field(string current, string @new, string again, params string[] messages)
    {
        var staff = await _world.Staff();
        await SignIn(staff);
        await _visitor.Open("/amber/profile/password");
        await _visitor.Fill(("Current", current), ("NewPassword", @new), ("Repeat", again));

        Assert.Equal(messages, _visitor.Errors);
        Assert.All(_visitor.Page.QuerySelectorAll("input[type=password]"), x => Assert.Null(x.GetAttribute("value")));
    }

    [Fact]
    public async Task Signing_out_everywhere_ends_this_session_too_S3()
    {
        var staff = await _world.Staff();
        await SignIn(staff);
        await _visitor.Open("/amber/profile");
        await _visitor.Press("Sign out everywhere");
        Assert.Equal("/amber/signin", _visitor.At);
        await _visitor.Open("/amber/profile");

        Assert.StartsWith("/amber/signin?", _visitor.At, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_session_is_ended_from_another_browser_and_the_rest_go_on_S3()
    {
        var staff = await _world.Staff();
        using var left = await Visitor.To(_world);
        foreach (var visitor in (Visitor[])[left, _visitor])
        {
            await (await visitor.Open("/amber/signin")).Fill(("Email", staff.Email), ("Password", staff.Password));
            await visitor.Fill(("Code", _world.NextTotpOf(staff)));
        }

        await _visitor.Open("/amber/profile");
        // Only the other session has a button.
        var form = Assert.Single(_visitor.Page.Forms.OfType<IHtmlFormElement>(), x => x.GetAttribute("action")?.Contains("/profile/sessions/", StringComparison.Ordinal) == true);
        await _visitor.Send(_visitor.Request(form, []));
        Assert.Contains("The session is ended.", _visitor.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Sign in again", _visitor.Title, StringComparison.Ordinal);
        await left.Open("/amber/profile");

        Assert.StartsWith("/amber/signin?", left.At, StringComparison.Ordinal);
    }
}
