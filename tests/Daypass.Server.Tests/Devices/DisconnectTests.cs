using Daypass.Domain;
using Daypass.Server.Devices;
using Daypass.Server.SignIn;
using Daypass.Server.Storage.Model;
using Daypass.TestHost;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Daypass.Server.Tests.Devices;

public class DisconnectTests
{
    [Theory, OnBothDatabases]
    public async Task D3_optional_disconnecting_the_last_one_turns_mfa_off_at_once_recorded_and_told(DatabaseKind database)
    {
        await using var world = await FirmWorld.Begin(database);
        var person = await world.Person();
        var (device, me) = (await world.Pair(person), await world.SignIn(person, SessionKind.Full));
        Assert.True((await world.The<MyDevices>().Run(me)).DisconnectingLastTurnsMfaOff);

        var done = Assert.IsType<DisconnectResult.Disconnected>(await Take(world, me, device, world.Next(device)));

        Assert.True(done.MfaTurnedOff);
        Assert.Null(done.HoldUntil);
        Assert.Equal(AuthenticatorState.Disconnected, await world.StateOf(device));
        Assert.Contains(EventKind.MfaTurnedOff, await world.Recorded(person));
        Assert.Equal([NoticeKind.DevicePaired, NoticeKind.DeviceDisconnected, NoticeKind.MfaTurnedOn, NoticeKind.MfaTurnedOff], await world.Told(person));
        Assert.Null(await world.Store.ReadAcross(db => db.Authenticators.Where(x => x.Id == device.Id).Select(x => x.Secret).SingleAsync()));
    }

    [Theory, OnBothDatabases]
    public async Task D3_a_code_issued_in_the_last_24_hours_keeps_mfa_on_until_24_hours_after_it(DatabaseKind database)
    {
        await using var world = await FirmWorld.Begin(database);
        var (admin, person) = (await world.Administrator(), await world.Person());
        var device = await world.Pair(person);
        await world.Issue(admin, person);
        var issued = world.Now;
        await world.The<Server.Codes.RemoveCode>().Run(admin, person);

        world.Wait(TimeSpan.FromHours(23));
        var done = Assert.IsType<DisconnectResult.Disconnected>(await Take(world, await world.SignIn(person, SessionKind.Full), device, world.Next(device)));

        Assert.False(done.MfaTurnedOff);
        Assert.Equal(issued + TimeSpan.FromHours(24), done.HoldUntil);
        Assert.Equal(done.HoldUntil, (await world.Account(person)).HoldUntil);
        Assert.Contains(EventKind.HoldSet, await world.Recorded(person));
        Assert.DoesNotContain(EventKind.MfaTurnedOff, await world.Recorded(person));
    }

    [Theory, OnBothDatabases]
    public async Task D3_a_code_issued_24_hours_ago_holds_nothing(DatabaseKind database)
    {
        await using var world = await FirmWorld.Begin(database);
        var (admin, person) = (await world.Administrator(), await world.Person());
        var device = await world.Pair(person);
        await world.Issue(admin, person);

        world.Wait(TimeSpan.FromHours(24));
        Assert.True(Assert.IsType<DisconnectResult.Disconnected>(
            await Take(world, await world.SignIn(person, SessionKind.Full), device, world.Next(device))).MfaTurnedOff);
    }

    [Theory, OnBothDatabases]
    public async Task N12_a_backup_code_and_the_password_turn_MFA_off_only_after_a_day(DatabaseKind database)
    {
        await using var world = await FirmWorld.Begin(database);
        var person = await world.Person();
        var device = await world.Pair(person);
        var me = await world.SignIn(person, SessionKind.BackupCode);
        Assert.False((await world.The<MyDevices>().Run(me)).DisconnectingLastTurnsMfaOff);

        var done = Assert.IsType<DisconnectResult.Disconnected>(await Take(world, me, device, null));

        Assert.False(done.MfaTurnedOff);
        Assert.Equal(world.Now + TimeSpan.FromHours(24), done.HoldUntil);
        Assert.Equal(done.HoldUntil, (await world.Account(person)).HoldUntil);
        Assert.DoesNotContain(EventKind.MfaTurnedOff, await world.Recorded(person));
    }

    [Theory, OnBothDatabases]
    public async Task N12_a_mailbox_and_the_password_turn_MFA_off_only_after_a_day(DatabaseKind database)
    {
        await using var world = await FirmWorld.Begin(database);
        var person = await world.Person();
        await world.Store.WriteAcross(db => db.Accounts.Where(x => x.Id == person)
            .ExecuteUpdateAsync(set => set.SetProperty(x => x.EverPaired, true).SetProperty(x => x.HoldUntil, Hold.OpenEnd)));
        var proven = await world.SignIn(person, SessionKind.MailboxProof);
        var device = new Device(Assert.IsType<StartPairingResult.Started>(await world.The<StartPairing>().Run(proven, Guid.NewGuid(), "Phone", null, null)));
        var paired = Assert.IsType<FinishPairingResult.Paired>(await world.Finish(proven, device));

        // The hold ended with the pairing (D3); S4 limits the session.
        var me = await world.ByToken(paired.NewSession!);
        var done = Assert.IsType<DisconnectResult.Disconnected>(await Take(world, me, device, world.Next(device)));

        Assert.Equal(world.Now + TimeSpan.FromHours(24), done.HoldUntil);
    }

    [Theory, OnBothDatabases]
    public async Task D2_required_the_last_one_stays_unless_a_code_is_live(DatabaseKind database)
    {
        await using var world = await FirmWorld.Begin(database);
        var person = await world.Person(Kind.Staff);
        var device = await world.Pair(person);
        var me = await world.SignIn(person, SessionKind.Full);
        Assert.True((await world.The<MyDevices>().Run(me)).LastIsRequired);
        Assert.IsType<DisconnectResult.LastOneRequired>(await Take(world, me, device, world.Next(device)));
        Assert.Equal(AuthenticatorState.Paired, await world.StateOf(device));

        var code = await world.Issue(await world.Administrator(), person);
        var done = Assert.IsType<DisconnectResult.Disconnected>(await Take(world, await world.SignIn(person, SessionKind.TemporaryCode, code), device, null));
        Assert.False(done.MfaTurnedOff);
        Assert.NotNull(done.HoldUntil);
    }

    [Theory, OnBothDatabases]
    public async Task C4_a_spent_code_counts_as_live_for_D2(DatabaseKind database)
    {
        await using var world = await FirmWorld.Begin(database);
        var person = await world.Person(Kind.Staff);
        var device = await world.Pair(person);
        var code = await world.Issue(await world.Administrator(), person);
        await world.Store.WriteAcross(db => db.TemporaryCodes.Where(x => x.Id == code).ExecuteUpdateAsync(set => set.SetProperty(x => x.State, CodeState.Spent)));

        Assert.IsType<DisconnectResult.Disconnected>(await Take(world, await world.SignIn(person, SessionKind.TemporaryCode, code), device, null));
    }

    [Theory, OnBothDatabases]
    public async Task D2_the_last_two_disconnected_at_the_same_moment_leave_one(DatabaseKind database)
    {
        await using var world = await FirmWorld.Begin(database);
        for (var round = 0; round < Samples.Of(5, 100); round++)
        {
            var person = await world.Person(Kind.Staff);
            var phone = await world.Pair(person);
            world.Wait(TimeSpan.FromMinutes(2));
            var tablet = await world.Pair(person, with: phone);
            world.Wait(TimeSpan.FromMinutes(2));
            var (first, second) = (await world.SignIn(person, SessionKind.Full), await world.SignIn(person, SessionKind.Full));

            var results = await Task.WhenAll(
                Task.Run(() => Take(world, first, phone, world.Shown(phone))),
                Task.Run(() => Take(world, second, tablet, world.Shown(tablet))));

            Assert.Single(results, x => x is DisconnectResult.Disconnected);
            // Whose TOTP was of the device that is gone by now had no proof; whose proof came first was refused the last one.
            Assert.Single(results, x => x is DisconnectResult.LastOneRequired or DisconnectResult.Proof { Result: ProofResult.TotpWrong });
            Assert.Equal(1, await world.Store.ReadAcross(db => db.Authenticators.CountAsync(x => x.AccountId == person && x.State == AuthenticatorState.Paired)));
        }
    }

    [Theory, OnBothDatabases]
    public async Task D1_disconnecting_asks_for_the_password_and_the_device(DatabaseKind database)
    {
        await using var world = await FirmWorld.Begin(database);
        var person = await world.Person();
        var (device, me) = (await world.Pair(person), await world.SignIn(person, SessionKind.Full));
        var disconnect = world.The<Disconnect>();

        Assert.IsType<ProofResult.TotpNeeded>(Assert.IsType<DisconnectResult.Proof>(await disconnect.Run(me, device.Id, FirmWorld.Password, null)).Result);
        Assert.IsType<ProofResult.PasswordWrong>(Assert.IsType<DisconnectResult.Proof>(await disconnect.Run(me, device.Id, "wrong", world.Next(device))).Result);
        Assert.Equal(AuthenticatorState.Paired, await world.StateOf(device));
    }

    [Theory, OnBothDatabases]
    public async Task W1_anothers_device_is_not_found_in_this_firm_or_the_other(DatabaseKind database)
    {
        await using var world = await FirmWorld.Begin(database);
        var device = await world.Pair(await world.Person());

        foreach (var firm in new[] { world.Firm, world.OtherFirm })
        {
            var somebody = await world.SignIn(await world.Person(firm: firm), SessionKind.PasswordOnly);
            Assert.IsType<DisconnectResult.NotFound>(await Take(world, somebody, device, null));
        }
    }

    [Theory, OnBothDatabases]
    public async Task A_session_that_ended_meanwhile_disconnects_nothing(DatabaseKind database)
    {
        await using var world = await FirmWorld.Begin(database);
        var person = await world.Person();
        var (device, me) = (await world.Pair(person), await world.SignIn(person, SessionKind.Full));
        await world.Store.WriteAcross(db => db.Sessions.Where(x => x.Id == me.SessionId).ExecuteUpdateAsync(set => set.SetProperty(x => x.EndedAt, world.Now)));

        Assert.IsType<DisconnectResult.NotAllowed>(await Take(world, me, device, world.Next(device)));
        Assert.Equal(AuthenticatorState.Paired, await world.StateOf(device));
    }

    private static Task<DisconnectResult> Take(FirmWorld world, Sessions.SignedIn me, Device device, string? typedTotp) =>
        world.The<Disconnect>().Run(me, device.Id, FirmWorld.Password, typedTotp);
}
