using Daypass.Domain;
using Daypass.Server.Codes;
using Daypass.Server.Devices;
using Daypass.Server.Hosting;
using Daypass.Server.Notifications;
using Daypass.Server.SignIn;
using Daypass.Server.Storage.Model;
using Daypass.TestHost;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Daypass.Server.Tests.Devices;

public class RecoveryUndoneTests
{
    [Theory, OnBothDatabases]
    public async Task T2_a_device_disconnected_through_a_code_comes_back_and_those_paired_through_it_go(DatabaseKind database)
    {
        await using var world = await FirmWorld.Begin(database);
        var (person, phone, first, second, link) = await TakenOver(world);

        Assert.True(await world.The<UndoRecovery>().Run(world.Firm, link));

        Assert.Equal(AuthenticatorState.Paired, await world.StateOf(phone));
        Assert.Equal(AuthenticatorState.TakenBack, await world.StateOf(first));
        Assert.Equal(AuthenticatorState.TakenBack, await world.StateOf(second));
        var owner = await world.SignIn(person, SessionKind.Full);
        Assert.False(owner.LimitedAfterRecovery);
        Assert.Equal(phone.Id, Assert.Single((await world.The<MyDevices>().Run(owner)).Devices).Id);
    }

    [Theory, OnBothDatabases]
    public async Task T2_the_secret_of_a_device_disconnected_through_a_code_is_kept_as_long_as_it_can_come_back(DatabaseKind database)
    {
        await using var world = await FirmWorld.Begin(database);
        var (_, phone, _, _, _) = await TakenOver(world);

        world.Wait(TimeSpan.FromDays(7));
        await Chore(world).Do(CancellationToken.None);
        Assert.True(await HasSecret(world, phone));
        world.Wait(TimeSpan.FromDays(1));
        await Chore(world).Do(CancellationToken.None);
        Assert.False(await HasSecret(world, phone));
    }

    [Theory, OnBothDatabases]
    public async Task A_secret_that_was_never_proven_is_forgotten(DatabaseKind database)
    {
        await using var world = await FirmWorld.Begin(database);
        var device = await world.StartPairing(await world.SignIn(await world.Person(), SessionKind.PasswordOnly));

        world.Wait(StartPairing.Life);
        await Chore(world).Do(CancellationToken.None);
        Assert.False(await world.Store.ReadAcross(db => db.Authenticators.AnyAsync(x => x.Id == device.Id)));
    }

    [Theory, OnBothDatabases]
    public async Task T2_the_limits_of_another_recovery_stay_while_its_device_does(DatabaseKind database)
    {
        await using var world = await FirmWorld.Begin(database);
        var person = await world.Person(Kind.Staff);
        var first = await world.Issue(await world.Administrator(), person);
        await PairThrough(world, person, first);
        world.Wait(TimeSpan.FromHours(1));
        var second = await world.Issue(await world.Administrator(), person);

        Assert.True(await world.The<UndoRecovery>().Run(world.Firm, await NotMe(world, person, second)));
        Assert.True((await world.SignIn(person, SessionKind.Full)).LimitedAfterRecovery);

        Assert.True(await world.The<UndoRecovery>().Run(world.Firm, await NotMe(world, person, first)));
        Assert.Null((await world.Account(person)).LimitedUntil);
    }

    [Theory, OnBothDatabases]
    public async Task T2_a_recovery_is_undone_once_whichever_of_its_mails_is_clicked_and_no_proof_of_the_mailbox_outlives_it(DatabaseKind database)
    {
        await using var world = await FirmWorld.Begin(database);
        var person = await world.Person(Kind.Staff, permissions: Permission.ManageClients);
        var code = await world.Issue(await world.Administrator(), person);
        var (issued, used) = (await NotMe(world, person, code), await NotMe(world, person, code));
        Assert.IsType<ConfirmMailboxProofResult.WaitStarted>(await world.The<ConfirmMailboxProof>().Run(world.Firm, await world.Mailed(person, LinkPurpose.MailboxProof)));
        var asked = await world.Mailed(person, LinkPurpose.MailboxProof);

        Assert.True(await world.The<UndoRecovery>().Run(world.Firm, issued));
        var reset = await world.Mailed(person, LinkPurpose.PasswordReset);
        Assert.IsType<NewPasswordResult.Done>(await world.The<ResetPassword>().Run(world.Firm, reset, "zinc moss and a kettle"));
        var hash = (await world.Account(person)).PasswordHash;

        Assert.Null(await world.The<UndoRecovery>().Look(world.Firm, used));
        Assert.False(await world.The<UndoRecovery>().Run(world.Firm, used));
        Assert.Equal(hash, (await world.Account(person)).PasswordHash);
        Assert.IsType<ConfirmMailboxProofResult.Dead>(await world.The<ConfirmMailboxProof>().Run(world.Firm, asked));
        Assert.True(await world.Store.ReadAcross(db => db.MailboxWaits.AllAsync(x => x.StoppedAt != null)));
    }

    [Theory, OnBothDatabases]
    public async Task T2_a_device_that_was_said_to_be_lost_does_not_come_back(DatabaseKind database)
    {
        await using var world = await FirmWorld.Begin(database);
        var person = await world.Person(Kind.Staff);
        var phone = await world.Pair(person);
        var code = await world.Issue(await world.Administrator(), person, CodeReason.Lost);
        Assert.IsType<DisconnectResult.Disconnected>(await world.The<Disconnect>().Run(
            await world.SignIn(person, SessionKind.TemporaryCode, code), phone.Id, FirmWorld.Password, null));

        Assert.True(await world.The<UndoRecovery>().Run(world.Firm, await NotMe(world, person, code)));

        Assert.Equal(AuthenticatorState.Disconnected, await world.StateOf(phone));
        Assert.Equal(Hold.OpenEnd, (await world.Account(person)).HoldUntil);
    }

    [Theory, OnBothDatabases]
    public async Task T2_what_a_device_of_the_recovery_confirmed_is_taken_back_also_when_its_limits_are_over(DatabaseKind database)
    {
        await using var world = await FirmWorld.Begin(database);
        var person = await world.Person(Kind.Staff);
        var code = await world.Issue(await world.Administrator(), person);
        var link = await NotMe(world, person, code);
        var first = await PairThrough(world, person, code);

        world.Wait(TimeSpan.FromDays(3));
        var intruder = await world.SignIn(person, SessionKind.Full);
        Assert.False(intruder.LimitedAfterRecovery);
        var second = await world.StartPairing(intruder, with: first);
        Assert.IsType<FinishPairingResult.Paired>(await world.Finish(intruder, second));
        Assert.False((await world.SignIn(person, SessionKind.Full)).LimitedAfterRecovery);
        Assert.IsType<MakeBackupCodesResult.Made>(await world.The<MakeBackupCodes>().Run(intruder, Guid.NewGuid()));

        Assert.True(await world.The<UndoRecovery>().Run(world.Firm, link));
        Assert.Equal(AuthenticatorState.TakenBack, await world.StateOf(second));
        Assert.False(await world.Store.ReadAcross(db => db.RecoveryCodes.AnyAsync(x => x.AccountId == person)));
        Assert.False((await world.Account(person)).EverPaired);
    }

    [Theory, OnBothDatabases]
    public async Task T2_a_device_paired_with_one_of_a_recovery_that_can_be_undone_no_more_rests_on_nothing(DatabaseKind database)
    {
        await using var world = await FirmWorld.Begin(database);
        var person = await world.Person(Kind.Staff);
        var first = await PairThrough(world, person, await world.Issue(await world.Administrator(), person));

        world.Wait(LinkTokens.NotMeLife);
        var me = await world.SignIn(person, SessionKind.Full);
        var second = await world.StartPairing(me, with: first);
        await world.Finish(me, second);

        Assert.Null(await world.Store.ReadAcross(db => db.Authenticators.Where(x => x.Id == second.Id).Select(x => x.PairedThroughCode).SingleAsync()));
    }

    /// <summary>Somebody with the code pairs a device of theirs, disconnects the owner's, and pairs another with the first.</summary>
    private static async Task<(Guid Person, Device Phone, Device First, Device Second, string NotMe)> TakenOver(FirmWorld world)
    {
        var person = await world.Person(Kind.Staff);
        var phone = await world.Pair(person);
        var code = await world.Issue(await world.Administrator(), person);
        var link = await NotMe(world, person, code);
        var intruder = await world.SignIn(person, SessionKind.TemporaryCode, code);
        var first = await world.StartPairing(intruder);
        Assert.IsType<FinishPairingResult.Paired>(await world.Finish(intruder, first));
        Assert.IsType<DisconnectResult.Disconnected>(await world.The<Disconnect>().Run(intruder, phone.Id, FirmWorld.Password, null));
        var again = await world.SignIn(person, SessionKind.Full);
        var second = await world.StartPairing(again, with: first);
        Assert.IsType<FinishPairingResult.Paired>(await world.Finish(again, second));
        return (person, phone, first, second, link);
    }

    private static async Task<Device> PairThrough(FirmWorld world, Guid person, Guid code)
    {
        var me = await world.SignIn(person, SessionKind.TemporaryCode, code);
        var device = await world.StartPairing(me);
        Assert.IsType<FinishPairingResult.Paired>(await world.Finish(me, device));
        return device;
    }

    private static Task<string> NotMe(FirmWorld world, Guid person, Guid code) => world.Store.WriteAcross(async db => (await LinkTokens.MakeNotMe(
        db, world.Now, await db.Accounts.SingleAsync(x => x.Id == person), await db.TemporaryCodes.SingleAsync(x => x.Id == code))).Reveal());

    private static ForgetDevices Chore(FirmWorld world) => world.The<IEnumerable<IChore>>().OfType<ForgetDevices>().Single();

    private static Task<bool> HasSecret(FirmWorld world, Device device) => world.Store.ReadAcross(db => db.Authenticators.AnyAsync(x => x.Id == device.Id && x.Secret != null));
}
