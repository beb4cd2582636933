using Daypass.Domain;
using Daypass.Server.Codes;
using Daypass.Server.Devices;
using Daypass.Server.Hosting;
using Daypass.Server.Notifications;
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

    /// <summary>Somebody with the code pairs a device of theirs, disconnects the owner's, and pairs another with the first.</summary>
    private static async Task<(Guid Person, Device Phone, Device First, Device Second, string NotMe)> TakenOver(FirmWorld world)
    {
        var person = await world.Person(Kind.Staff);
        var phone = await world.Pair(person);
        var code = await world.Issue(await world.Administrator(), person);
        var link = await world.Store.WriteAcross(async db => (await LinkTokens.MakeNotMe(db, world.Now,
            await db.Accounts.SingleAsync(x => x.Id == person), await db.TemporaryCodes.SingleAsync(x => x.Id == code))).Reveal());
        var intruder = await world.SignIn(person, SessionKind.TemporaryCode, code);
        var first = await world.StartPairing(intruder);
        Assert.IsType<FinishPairingResult.Paired>(await world.Finish(intruder, first));
        Assert.IsType<DisconnectResult.Disconnected>(await world.The<Disconnect>().Run(intruder, phone.Id, FirmWorld.Password, null));
        var again = await world.SignIn(person, SessionKind.Full);
        var second = await world.StartPairing(again, with: first);
        Assert.IsType<FinishPairingResult.Paired>(await world.Finish(again, second));
        return (person, phone, first, second, link);
    }

    private static ForgetDevices Chore(FirmWorld world) => world.The<IEnumerable<IChore>>().OfType<ForgetDevices>().Single();

    private static Task<bool> HasSecret(FirmWorld world, Device device) => world.Store.ReadAcross(db => db.Authenticators.AnyAsync(x => x.Id == device.Id && x.Secret != null));
}
