using Daypass.Domain;
using Daypass.Server.Codes;
using Daypass.Server.Devices;
using Daypass.Server.Hosting;
using Daypass.Server.People;
using Daypass.Server.SignIn;
using Daypass.Server.Storage;
using Daypass.Server.Storage.Model;
using Daypass.Server.Tests.Endpoints;
using Daypass.TestHost;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Daypass.Server.Tests.Security;

/// <summary>
/// Bugs that other systems had, each named after its advisory. Those about what Daypass does not have (passkeys, refresh tokens) are not
/// here; CVE-2024-39694 and CVE-2023-49097 are in <see cref="Outsiders"/> as well, fuzzed.
/// </summary>
public sealed class Advisories(Site site) : IClassFixture<Site>
{
    [Fact]
    public Task CVE_2023_33170_The_lock_cannot_be_raced() => Racing(async (world, who) =>
    {
        await Task.WhenAll(Enumerable.Range(0, 30).Select(_ => world.EnterPassword(who, "not it at all")));
        Assert.IsType<PasswordResult.Refused>(await world.EnterPassword(who));
        Assert.Equal(PasswordThrottle.Consecutive, await world.Store.Read(who.Firm, db => db.PasswordTries.Where(x => x.Wrong > 0).Select(x => x.Wrong).SingleAsync()));
    });

    [Fact]
    public Task CVE_2024_4629_Parallel_tries_share_one_count() => Racing(async (world, who) =>
    {
        var digits = await world.Issue(await world.SignedIn(world.Primary), who);
        var attempt = await world.PassPassword(who);
        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => world.EnterCode(who, attempt, World.OtherThan(digits))));
        Assert.Equal(TryCap.PerCode, (await world.LastCodeOf(who)).Wrong);
        Assert.Equal(CodeState.Exhausted, (await world.LastCodeOf(who)).State);
    });

    [Fact]
    public async Task AuthQuake_A_new_sign_in_does_not_start_a_new_count()
    {
        var world = site.World;
        var who = await world.Client();
        var digits = await world.Issue(await world.SignedIn(world.Primary), who);
        for (var i = 0; i < TryCap.PerCode; i++)
        {
            await world.SignInWith(who, World.OtherThan(digits));
        }

        Assert.IsNotType<CodeResult.Admitted>(await world.SignInWith(who, digits));
    }

    [Theory, OnBothDatabases]
    public async Task CVE_2023_47111_Two_servers_share_one_count(DatabaseKind kind)
    {
        var world = await World.Create(kind);
        await using var two = await Site.On(world);
        var (who, browser) = (await world.Client(), two.NewBrowser());
        for (var i = 0; i < PasswordThrottle.Consecutive / 2; i++)
        {
            await world.EnterPassword(who, "not it at all");
            await browser.Post("/amber/signin", ("Email", who.Email), ("Password", "not it at all"));
        }

        Assert.IsType<PasswordResult.Refused>(await world.EnterPassword(who));
        await browser.Post("/amber/signin", ("Email", who.Email), ("Password", who.Password));
        Assert.Null(browser["daypass-amber.signin"]);
    }

    [Fact]
    public async Task CVE_2026_35597_A_failed_sign_in_that_comes_to_nothing_is_still_counted()
    {
        var world = site.World;
        var who = await world.Client();
        await world.EnterPassword(who, "not it at all");
        Assert.Equal(1, await Counted(world, who));
        // CVE-2026-27801: the second is counted on the row, not on a copy of it.
        await world.EnterPassword(who, "nor is it this");
        Assert.Equal(2, await Counted(world, who));
    }

    [Fact]
    public async Task CVE_2024_32868_and_CVE_2025_64102_Every_field_for_a_code_shares_the_cap()
    {
        var world = site.World;
        var me = await world.Staff(Permission.ManageClients);
        var by = await world.SignedIn(me);
        for (var i = 0; i < TryCap.PerDay / 2; i++)
        {
            await world.SignInWith(me, "000000");
            await world.Get<FreshProof>().SecondStep(by, "000001");
        }

        Assert.IsType<CodeResult.CapReached>(await world.SignInWith(me, world.NextTotpOf(me)));
        Assert.IsType<ProofResult.CapReached>(await world.Get<FreshProof>().SecondStep(by, world.NextTotpOf(me)));
    }

    [Theory]
    [InlineData("{0}")]
    [InlineData(" {0} ")]
    [InlineData("{1} {2}")]
    [InlineData("{1}-{2}")]
    [InlineData("\u200b{0}")]
    public async Task CVE_2025_6014_and_CVE_2025_6004_A_TOTP_spelled_otherwise_is_the_same_TOTP(string spelling)
    {
        var world = site.World;
        var who = await world.Client();
        var totp = world.NextTotpOf(who);
        Assert.IsType<CodeResult.Admitted>(await world.SignInWith(who, totp));
        Assert.IsNotType<CodeResult.Admitted>(await world.SignInWith(who, string.Format(System.Globalization.CultureInfo.InvariantCulture, spelling, totp, totp[..3], totp[3..])));
    }

    [Fact]
    public async Task CVE_2024_7318_A_TOTP_of_two_minutes_ago_is_not_accepted()
    {
        var world = site.World;
        var who = await world.Client();
        var old = world.NextTotpOf(who);
        world.Clock.Advance(TimeSpan.FromMinutes(2));
        Assert.IsType<CodeResult.Wrong>(await world.SignInWith(who, old));
    }

    [Fact]
    public async Task CVE_2025_64175_Another_persons_codes_are_not_accepted()
    {
        var world = site.World;
        var (mine, theirs) = (await world.Client(), await world.Client());
        var backup = Assert.IsType<MakeBackupCodesResult.Made>(await world.Get<MakeBackupCodes>().Run(await world.SignedIn(theirs), Guid.NewGuid())).Codes[0];
        var code = await world.Issue(await world.SignedIn(world.Primary), theirs);
        foreach (var typed in new[] { backup, code, world.NextTotpOf(theirs) })
        {
            Assert.IsType<CodeResult.Wrong>(await world.SignInWith(mine, typed));
        }
    }

    [Fact]
    public async Task CVE_2023_26481_A_reset_link_sets_the_password_of_whom_it_was_mailed_to()
    {
        var (mine, victim) = (await site.World.Client(), await site.World.Client());
        var link = await site.Mailed(mine, LinkPurpose.PasswordReset);
        var before = (await site.World.AccountOf(victim)).PasswordHash;
        await site.NewBrowser().Post($"/amber/link/reset/{link}?id={victim.Id}&email={victim.Email}",
            ("NewPassword", Stage.NewPassword), ("Repeat", Stage.NewPassword), ("Email", victim.Email), ("AccountId", victim.Id.ToString()), ("Id", victim.Id.ToString()));
        Assert.Equal(before, (await site.World.AccountOf(victim)).PasswordHash);
        Assert.IsType<PasswordResult.Continue>(await site.World.EnterPassword(mine, Stage.NewPassword));
    }

    [Fact]
    public async Task CVE_2025_3910_No_address_skips_the_pairing_that_is_required()
    {
        await site.World.SetPolicies(Policy.Required, Policy.Required);
        var who = await site.World.Client(paired: false);
        foreach (var browser in new[] { await Started(site, who), await site.SignedIn(who, SessionKind.MailboxProof) })
        {
            foreach (var path in new[] { "/amber/", "/amber/profile", "/amber/profile/password", "/amber/profile/backup-codes", "/amber/setup", "/amber/mfa-off", "/amber/signin/longer-password", "/amber/profile/devices/paired" })
            {
                Assert.Equal(System.Net.HttpStatusCode.Redirect, (await browser.Get(path)).Status);
            }
        }
    }

    [Fact]
    public async Task CVE_2025_64103_One_factor_is_no_session()
    {
        var who = await site.World.Client();
        var browser = await Started(site, who);
        Assert.Null(browser["daypass-amber"]);
        browser["daypass-amber"] = browser["daypass-amber.signin"];
        Assert.Equal(System.Net.HttpStatusCode.Redirect, (await browser.Get("/amber/profile")).Status);
        // Nor is the second alone.
        Assert.IsType<CodeResult.StartAgain>(await site.World.EnterCode(who, Token.New().Reveal(), site.World.NextTotpOf(who)));
    }

    [Fact]
    public async Task CVE_2024_45042_What_a_sign_in_needs_is_asked_anew_at_the_second_step()
    {
        var world = site.World;
        var who = await world.Client();
        var attempt = await world.PassPassword(who);
        Assert.Equal(NextStep.Authenticator, (await world.Get<SecondStep>().Run(who.Firm, attempt))!.Step);
        await world.Issue(await world.SignedIn(world.Primary), who);
        Assert.Equal(NextStep.TemporaryCode, (await world.Get<SecondStep>().Run(who.Firm, attempt))!.Step);
    }

    [Fact]
    public async Task Kratos_4317_One_mailbox_is_not_both_factors()
    {
        await site.World.SetPolicies(Policy.Required, Policy.Required);
        var who = await site.World.Client();
        await site.World.Store.Write(who.Firm, db => db.Authenticators.Where(x => x.AccountId == who.Id).ExecuteUpdateAsync(set => set.SetProperty(x => x.State, AuthenticatorState.Lost)));
        await site.World.Get<ResetPassword>().Run(who.Firm, await site.Mailed(who, LinkPurpose.PasswordReset), Stage.NewPassword);
        Assert.IsType<ConfirmMailboxProofResult.Dead>(await site.World.Get<ConfirmMailboxProof>().Run(who.Firm, await site.Mailed(who, LinkPurpose.MailboxProof)));
    }

    [Fact]
    public async Task CVE_2025_7784_Whoever_manages_staff_does_not_rise_by_it()
    {
        var world = site.World;
        var manager = await world.Staff(Permission.ManageStaff);
        var (by, helper) = (await world.SignedIn(manager), await world.Staff());
        foreach (var who in new[] { manager, helper })
        {
            Assert.Equal(ChangePermissionsResult.NotAllowed, await world.Get<ChangePermissions>().Run(by, who.Id, true, Permission.Both));
        }

        Assert.IsType<AddPersonResult.NotAllowed>(await world.Get<AddPerson>().Run(by, new NewPerson(Kind.Staff, "Ida Vale", "ida@client.example", null, true, Permission.Both), false));
        Assert.False((await world.AccountOf(manager)).IsAdministrator || (await world.AccountOf(helper)).IsAdministrator);
    }

    [Fact]
    public async Task CVE_2025_64431_Ids_of_another_firm_are_not_found()
    {
        var world = site.World;
        var (by, other) = (await world.SignedIn(world.Primary), await world.Add(Kind.Client, firm: world.Birch, paired: true));
        Assert.IsType<IssueResult.NotFound>(await world.TryIssue(by, other));
        Assert.Equal(ActResult.NotFound, await world.Get<Deactivate>().Run(by, other.Id));
        Assert.Equal(MarkLostResult.NotFound, await world.Get<MarkLost>().Run(by, other.Id, other.DeviceId!.Value));
    }

    [Fact]
    public async Task CVE_2025_53942_A_deactivated_person_gets_in_nowhere()
    {
        var world = site.World;
        var who = await world.Client();
        var (me, attempt) = (await world.SignedIn(who), await world.PassPassword(who));
        await world.Get<Deactivate>().Run(await world.SignedIn(world.Primary), who.Id);
        Assert.IsType<PasswordResult.Refused>(await world.EnterPassword(who));
        Assert.IsType<CodeResult.StartAgain>(await world.EnterCode(who, attempt, world.NextTotpOf(who)));
        Assert.NotNull(await world.Store.Read(who.Firm, db => db.Sessions.Where(x => x.Id == me.SessionId).Select(x => x.EndedAt).SingleAsync()));
    }

    [Fact]
    public async Task CVE_2023_6787_A_sign_in_goes_on_for_whom_it_began()
    {
        var (one, two) = (await site.World.Client(), await site.World.Client());
        var browser = await Started(site, one);
        var old = browser["daypass-amber.signin"];
        await browser.Post("/amber/signin", ("Email", two.Email), ("Password", two.Password));
        await browser.Post("/amber/signin/step", ("Code", site.World.NextTotpOf(one)));
        Assert.Null(browser["daypass-amber"]);
        await browser.Post("/amber/signin/step", ("Code", site.World.NextTotpOf(two)));
        Assert.Contains(two.Email, (await browser.Get("/amber/profile")).Body, StringComparison.Ordinal);
        Assert.NotEqual(old, browser["daypass-amber"]);
    }

    private static Task<int> Counted(World world, Someone who)
    {
        var subject = PasswordTriesKey.Of(who.Firm, EmailAddress.KeyOf(who.Email), knownBrowser: null).Subject;
        return world.Store.Read(who.Firm, db => db.PasswordTries.Where(x => x.Subject == subject).Select(x => x.Taken).SingleAsync());
    }

    private static async Task<Browser> Started(Site site, Someone who)
    {
        var browser = site.NewBrowser();
        await browser.Post("/amber/signin", ("Email", who.Email), ("Password", who.Password));
        return browser;
    }

    private static async Task Racing(Func<World, Someone, Task> story)
    {
        await using var world = await World.Create(DatabaseKind.PostgreSql);
        await story(world, await world.Client());
    }
}
