using Daypass.Domain;
using Daypass.Server.Mfa;
using Daypass.Server.Notifications;
using Daypass.Server.People;
using Daypass.Server.SignIn;
using Daypass.Server.Storage;
using Daypass.Server.Storage.Model;
using Daypass.TestHost;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Daypass.Server.Tests.Mfa;

/// <summary>The story: somebody without a device clicks the mailed link that proves the mailbox, and something happens before they go on (N11).</summary>
public class AMailboxProof
{
    [Theory, OnBothDatabases]
    public async Task Whose_wait_was_stopped_lets_nobody_in_by_a_second_link_mailed_before_or_after_N11(DatabaseKind database)
    {
        await using var world = await World.Create(database);
        var (holder, wait) = await Waited(world);
        var before = await Mailed(world, holder, LinkPurpose.MailboxProofAfterWait);

        Assert.True(await Stop(world, wait));

        Assert.IsType<ConfirmMailboxProofResult.Dead>(await Click(world, holder, before));
        // A mail that was being written while the wait was stopped.
        Assert.IsType<ConfirmMailboxProofResult.Dead>(await Click(world, holder, await Mailed(world, holder, LinkPurpose.MailboxProofAfterWait)));
        Assert.Contains(await world.EventsOf(holder), x => x.Kind == EventKind.MailboxProofRefused);
    }

    [Theory, OnBothDatabases]
    public async Task Whose_wait_is_stopped_after_the_click_goes_on_nowhere_N11(DatabaseKind database)
    {
        await using var world = await World.Create(database);
        var (holder, wait) = await Waited(world);
        var proven = await Proven(world, holder, LinkPurpose.MailboxProofAfterWait);

        Assert.True(await Stop(world, wait));

        Assert.IsType<PasswordResult.Continue>(await world.EnterPassword(holder, attempt: proven));
    }

    [Theory, OnBothDatabases]
    public async Task Whose_wait_is_stopped_when_it_has_led_to_a_session_loses_the_session_N11(DatabaseKind database)
    {
        await using var world = await World.Create(database);
        var (holder, wait) = await Waited(world);
        var session = await PairingOnly(world, holder, await Proven(world, holder, LinkPurpose.MailboxProofAfterWait));

        Assert.True(await Stop(world, wait));

        Assert.Null(await world.Look(holder, session));
    }

    [Theory, OnBothDatabases]
    public async Task Whose_wait_was_stopped_starts_no_other_for_seven_days_says_so_and_tells_all_when_it_does_N11(DatabaseKind database)
    {
        await using var world = await World.Create(database);
        var (holder, wait) = await Waited(world);
        var mailedBefore = await Mailed(world, holder, LinkPurpose.MailboxProof);
        Assert.True(await Stop(world, wait));

        Assert.IsType<ConfirmMailboxProofResult.Dead>(await Click(world, holder, mailedBefore));
        var attempt = await world.PassPassword(holder);
        Assert.Equal(AskMailboxProofResult.NotAllowed, await world.Get<AskMailboxProof>().Run(holder.Firm, attempt));
        var view = (await world.Get<SecondStep>().Run(holder.Firm, attempt))!;
        Assert.Equal((MailboxProofOffer.Stopped, world.Now.AddDays(7)), (view.MailboxProof, view.MailboxWaitEnds));
        Assert.DoesNotContain(await world.NoticesAbout(holder), x => x.Kind == NoticeKind.MailboxProof);
        Assert.Equal(2, (await world.EventsOf(holder)).Count(x => x.Kind == EventKind.MailboxProofRefused));

        world.Clock.Advance(TimeSpan.FromDays(7));
        Assert.Equal(AskMailboxProofResult.Mailed, await world.Get<AskMailboxProof>().Run(holder.Firm, await world.PassPassword(holder)));
        Assert.IsType<ConfirmMailboxProofResult.WaitStarted>(await Click(world, holder, await Mailed(world, holder, LinkPurpose.MailboxProof)));
        // Once for each of the two waits.
        Assert.Equal(2, (await world.NoticesAbout(holder)).Count(x => x.Kind == NoticeKind.MailboxWaitStarted && x.RecipientId == world.Primary.Id));
    }

    [Theory, OnBothDatabases]
    public async Task Lets_a_holder_of_a_permission_pair_once_the_wait_was_served_N11(DatabaseKind database)
    {
        await using var world = await World.Create(database);
        var (holder, _) = await Waited(world);

        Assert.NotNull(await world.Look(holder, await PairingOnly(world, holder, await Proven(world, holder, LinkPurpose.MailboxProofAfterWait))));
    }

    [Theory, OnBothDatabases]
    public async Task Is_asked_again_at_the_password_where_a_permission_was_granted_in_between_N11(DatabaseKind database)
    {
        await using var world = await World.Create(database);
        var staff = await world.Staff(paired: false);
        var proven = await Proven(world, staff, LinkPurpose.MailboxProof);

        await world.Store.Write(staff.Firm, db => db.Accounts.Where(x => x.Id == staff.Id)
            .ExecuteUpdateAsync(set => set.SetProperty(x => x.Permissions, Permission.ManageClients)));

        Assert.IsType<PasswordResult.Continue>(await world.EnterPassword(staff, attempt: proven));
    }

    [Theory, OnBothDatabases]
    public async Task Is_asked_again_at_the_password_where_that_was_set_by_a_mailed_link_in_between_N11(DatabaseKind database)
    {
        await using var world = await World.Create(database);
        var staff = await world.Staff(paired: false);
        await world.Hold(staff, Hold.OpenEnd);
        var proven = await Proven(world, staff, LinkPurpose.MailboxProof);

        await world.Store.Write(staff.Firm, db => db.Accounts.Where(x => x.Id == staff.Id)
            .ExecuteUpdateAsync(set => set.SetProperty(x => x.MailboxMayNotProve, true)));

        Assert.IsType<PasswordResult.Continue>(await world.EnterPassword(staff, attempt: proven));
    }

    [Theory, OnBothDatabases]
    public async Task That_has_led_to_a_session_ends_with_it_when_a_permission_is_granted_N11(DatabaseKind database)
    {
        await using var world = await World.Create(database);
        var staff = await world.Staff(paired: false);
        var session = await PairingOnly(world, staff, await Proven(world, staff, LinkPurpose.MailboxProof));

        Assert.Equal(ChangePermissionsResult.Done, await world.Get<ChangePermissions>().Run(await world.SignedIn(world.Primary), staff.Id, false, Permission.ManageClients));

        Assert.Null(await world.Look(staff, session));
    }

    /// <summary>A holder of a permission without a device whose 24 hours are over.</summary>
    private static async Task<(Someone Holder, Guid Wait)> Waited(World world)
    {
        var holder = await world.Staff(Permission.ManageClients, paired: false);
        Assert.IsType<ConfirmMailboxProofResult.WaitStarted>(await Click(world, holder, await Mailed(world, holder, LinkPurpose.MailboxProof)));
        world.Clock.Advance(TimeSpan.FromHours(24));
        return (holder, await world.Store.Read(holder.Firm, db => db.MailboxWaits.Where(x => x.AccountId == holder.Id).Select(x => x.Id).SingleAsync()));
    }

    private static Task<string> Mailed(World world, Someone who, LinkPurpose purpose) => world.Store.Write(who.Firm, async db =>
        (await LinkTokens.Make(db, world.Now, await db.Accounts.SingleAsync(x => x.Id == who.Id), purpose)).Reveal());

    private static Task<ConfirmMailboxProofResult> Click(World world, Someone who, string link) => world.Get<ConfirmMailboxProof>().Run(who.Firm, link);

    private static async Task<string> Proven(World world, Someone who, LinkPurpose purpose) =>
        Assert.IsType<ConfirmMailboxProofResult.Proven>(await Click(world, who, await Mailed(world, who, purpose))).Attempt.Reveal();

    private static async Task<Token> PairingOnly(World world, Someone who, string proven) =>
        Assert.IsType<PasswordResult.PairingOnly>(await world.EnterPassword(who, attempt: proven)).Session;

    private static async Task<bool> Stop(World world, Guid wait) => await world.Get<StopMailboxWait>().Run(await world.SignedIn(world.Primary), wait);
}
