using System.Net;
using Daypass.Domain;
using Daypass.Server.Notifications;
using Daypass.Server.Storage;
using Daypass.Server.Storage.Model;
using Daypass.TestHost;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Daypass.Server.Tests.Pages;

/// <summary>The story: somebody opens a link from a mail. Looking does nothing; one confirming click does it; the second finds it dead.</summary>
public sealed class MailedLinks : IAsyncLifetime
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

    private Task<string> LinkFor(Someone someone, LinkPurpose purpose) => _world.Store.Write(someone.Firm, async db =>
        (await LinkTokens.Make(db, _world.Now, (await db.Accounts.SingleAsync(x => x.Id == someone.Id)), purpose)).Reveal());

    private async Task<Someone> Invited(Policy policy)
    {
        await _world.SetPolicies(policy, policy);
        var someone = await _world.Client(paired: false);
        await _world.Store.Write(someone.Firm, db => db.Accounts.Where(x => x.Id == someone.Id).ExecuteUpdateAsync(set => set
            .SetProperty(x => x.State, AccountState.Invited).SetProperty(x => x.PasswordHash, (string?)null).SetProperty(x => x.AcceptedAt, (DateTimeOffset?)null)));
        return someone;
    }

    [Fact]
    public async Task An_invitation_leads_to_pairing_where_MFA_is_required_N4()
    {
        var client = await Invited(Policy.Required);
        await _visitor.Open($"/amber/link/invitation/{await LinkFor(client, LinkPurpose.Invitation)}");
        Assert.Equal(client.Email, _visitor.Page.QuerySelector("#Username")!.GetAttribute("value"));
        await _visitor.Fill(("NewPassword", "zinc moss"), ("Repeat", "zinc moss"));
        Assert.Equal("/amber/profile/devices/add", _visitor.At);
        Assert.Null(_visitor.Page.QuerySelector("#Password"));

        // Good for pairing and nothing else.
        await _visitor.Open("/amber/profile");
        Assert.Equal("/amber/profile/devices/add", _visitor.At);
        await _visitor.Fill(("Kind", "Totp"));
        var secret = OtpNet.Base32Encoding.ToBytes(_visitor.Page.QuerySelector(".secret")!.TextContent.Replace(" ", "", StringComparison.Ordinal));
        await _visitor.Fill(("Code", new OtpNet.Totp(secret).ComputeTotp(_world.Now.UtcDateTime)));
        Assert.Equal("Your device is paired", _visitor.Title);
        await _visitor.Open("/amber/profile");
        Assert.Equal("Profile", _visitor.Title);
    }

    [Fact]
    public async Task An_invitation_admits_at_once_where_MFA_is_optional_and_is_dead_afterwards_N6_E3()
    {
        var client = await Invited(Policy.Optional);
        var link = $"/amber/link/invitation/{await LinkFor(client, LinkPurpose.Invitation)}";
        await _visitor.Open(link);
        await _visitor.Fill(("NewPassword", "zinc moss"), ("Repeat", "zinc moss"));
        Assert.Equal("The password needs at least 15 characters.", Assert.Single(_visitor.Errors));
        await _visitor.Fill(("NewPassword", "zinc moss and a kettle"), ("Repeat", "zinc moss and a kettle"));
        Assert.Equal("/amber/", _visitor.At);

        await _visitor.Open(link);
        Assert.Equal("This link does not work any more", _visitor.Title);
    }

    [Fact]
    public async Task An_invitation_accepted_by_a_double_click_is_not_said_to_have_failed_E3()
    {
        var client = await Invited(Policy.Optional);
        await _visitor.Open($"/amber/link/invitation/{await LinkFor(client, LinkPurpose.Invitation)}");
        (string, string)[] typed = [("NewPassword", "zinc moss and a kettle"), ("Repeat", "zinc moss and a kettle")];
        // The second click leaves before the cookie of the first has come.
        using var second = await Visitor.To(_world);
        await second.Open(_visitor.At);
        var request = second.Request(second.Page.Forms.OfType<AngleSharp.Html.Dom.IHtmlFormElement>().Single(), typed);
        await _visitor.Fill(typed);

        await second.Send(request);
        Assert.Equal("Your password is set", second.Title);
        await second.Follow("Go to sign-in");
        await second.Fill(("Email", client.Email), ("Password", "zinc moss and a kettle"));
        Assert.Equal("/amber/", second.At);

        // Where it came meanwhile, the same answer leads on.
        await _visitor.Open("/amber/link/dead?accepted=True");
        Assert.Equal("/amber/", _visitor.At);
    }

    [Theory]
    [InlineData("invitation")]
    [InlineData("not-me")]
    public async Task A_link_of_another_firm_is_as_dead_as_one_that_was_never_made_Q12(string purpose)
    {
        var client = await Invited(Policy.Optional);
        await _visitor.Open($"/birch/link/{purpose}/{await LinkFor(client, LinkPurpose.Invitation)}");
        var theirs = (_visitor.At, _visitor.Title);
        await _visitor.Open($"/birch/link/{purpose}/{new string('A', 43)}");

        Assert.Equal(("/birch/link/dead", "This link does not work any more"), theirs);
        Assert.Equal(theirs, (_visitor.At, _visitor.Title));
    }

    [Theory]
    [InlineData("reset")]
    [InlineData("unlock")]
    [InlineData("mailbox")]
    [InlineData("not-me")]
    [InlineData("invitation")]
    public async Task A_link_with_a_part_missing_is_no_page(string purpose)
    {
        await _visitor.Open($"/amber/link/{purpose}/tooshort");
        Assert.Equal(HttpStatusCode.NotFound, _visitor.Answer.StatusCode);
    }

    [Fact]
    public async Task A_reset_sets_the_password_signs_nobody_in_and_never_skips_the_second_step_P3()
    {
        var staff = await _world.Staff();
        var link = $"/amber/link/reset/{await LinkFor(staff, LinkPurpose.PasswordReset)}";
        await _visitor.Open(link);
        await _visitor.Fill(("NewPassword", "zinc"), ("Repeat", "zinc"));
        Assert.StartsWith("This password is too short", Assert.Single(_visitor.Errors), StringComparison.Ordinal);
        await _visitor.Fill(("NewPassword", "zinc moss"), ("Repeat", "zinc moss"));
        Assert.Equal("Your new password is set", _visitor.Title);

        await _visitor.Follow("Go to sign-in");
        await _visitor.Fill(("Email", staff.Email), ("Password", "zinc moss"));
        Assert.Equal("Enter the code from your app", _visitor.Title);
        await _visitor.Open(link);
        await _visitor.Fill(("NewPassword", "zinc moss 2"), ("Repeat", "zinc moss 2"));
        Assert.Equal("This link does not work any more", _visitor.Title);
    }

    [Fact]
    public async Task A_mailbox_proof_goes_on_in_this_browser_with_the_password_and_then_pairs_N11()
    {
        await _world.SetPolicies(Policy.Required, Policy.Required);
        var client = await _world.Client(paired: false);
        await _visitor.Open($"/amber/link/mailbox/{await LinkFor(client, LinkPurpose.MailboxProof)}");
        await _visitor.Press("Yes, it was me: go on");
        Assert.Equal("Sign in", _visitor.Title);
        await _visitor.Fill(("Email", client.Email), ("Password", client.Password));

        Assert.Equal("/amber/profile/devices/add", _visitor.At);
    }

    [Fact]
    public async Task Unlocking_takes_one_click_and_the_link_is_dead_after_it_P2()
    {
        var staff = await _world.Staff();
        var link = $"/amber/link/unlock/{await LinkFor(staff, LinkPurpose.Unlock)}";
        await _visitor.Open(link);
        await _visitor.Press("Unlock");
        Assert.Equal("Your login is unlocked", _visitor.Title);
        await _visitor.Open(link);
        await _visitor.Press("Unlock");
        Assert.Equal("This link does not work any more", _visitor.Title);
    }

    [Fact]
    public async Task This_was_not_me_says_what_it_undoes_and_looking_undoes_nothing_T2()
    {
        var client = await _world.Client();
        await _world.Issue(await _world.SignedIn(_world.Primary), client);
        var link = await _world.Store.Write(client.Firm, async db => (await LinkTokens.MakeNotMe(
            db, _world.Now, await db.Accounts.SingleAsync(x => x.Id == client.Id), await db.TemporaryCodes.SingleAsync(x => x.AccountId == client.Id), null, null)).Reveal());
        await _visitor.Open($"/amber/link/not-me/{link}");

        Assert.Contains("removes the code", _visitor.Text, StringComparison.Ordinal);
        Assert.Contains("makes the password useless", _visitor.Text, StringComparison.Ordinal);
        Assert.Equal(CodeState.Live, (await _world.LastCodeOf(client)).State);
        await _visitor.Press("This was not me");
        Assert.Equal("Done. Your login is safe", _visitor.Title);
        Assert.Equal(CodeState.Removed, (await _world.LastCodeOf(client)).State);
        Assert.Equal(["/amber/signin/forgot", "/amber/signin"], _visitor.Page.QuerySelectorAll("main .card a").Select(x => x.GetAttribute("href")));
    }
}
