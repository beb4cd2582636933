using Daypass.Domain;
using Daypass.Server.Devices;
using Daypass.Server.Hosting;
using Daypass.Server.SignIn;
using Daypass.Server.Storage.Model;
using Daypass.TestHost;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Daypass.Server.Tests.Devices;

public class PairingTests
{
    [Theory, OnBothDatabases]
    public async Task D1_a_pairing_counts_after_its_first_proof_is_told_and_turns_mfa_on(DatabaseKind database)
    {
        await using var world = await FirmWorld.Begin(database);
        var me = await world.SignIn(await world.Person(), SessionKind.PasswordOnly);

        var device = await world.StartPairing(me);
        Assert.Empty((await world.The<MyDevices>().Run(me)).Devices);
        Assert.Equal("Phone", (await world.The<PendingPairing>().Run(me, device.Id))!.Name);
        Assert.Empty(await world.Told(me.AccountId));

        var paired = Assert.IsType<FinishPairingResult.Paired>(await world.Finish(me, device));
        var view = await world.The<MyDevices>().Run(await world.ByToken(paired.NewSession!));
        Assert.Equal("Phone", Assert.Single(view.Devices).Name);
        Assert.Equal(NextStep.Authenticator, view.Next);
        Assert.Equal([NoticeKind.DevicePaired, NoticeKind.MfaTurnedOn], await world.Told(me.AccountId));
        Assert.Contains(EventKind.DevicePaired, await world.Recorded(me.AccountId));
    }

    [Theory, OnBothDatabases]
    public async Task P4_the_session_that_gained_its_second_step_has_a_new_token_and_the_old_one_is_dead(DatabaseKind database)
    {
        await using var world = await FirmWorld.Begin(database);
        var me = await world.SignIn(await world.Person(), SessionKind.PasswordOnly);

        var paired = Assert.IsType<FinishPairingResult.Paired>(await world.Finish(me, await world.StartPairing(me)));

        Assert.False(await world.IsOpen(me));
        var now = await world.ByToken(paired.NewSession!);
        Assert.Equal(SessionKind.Full, now.Kind);
        Assert.NotNull(now.ConfirmedAt);
        Assert.False(now.LimitedAfterRecovery);
    }

    [Theory, OnBothDatabases]
    public async Task S3_the_sessions_of_the_password_alone_end_when_MFA_is_turned_on_and_those_of_a_device_go_on(DatabaseKind database)
    {
        await using var world = await FirmWorld.Begin(database);
        var person = await world.Person();
        var (elsewhere, full) = (await world.SignIn(person, SessionKind.PasswordOnly), await world.SignIn(person, SessionKind.Full));

        await world.Pair(person);

        Assert.False(await world.IsOpen(elsewhere));
        Assert.True(await world.IsOpen(full));
        Assert.Equal(SessionEnd.MfaTurnedOn, await world.Store.ReadAcross(db => db.Sessions.Where(x => x.Id == elsewhere.SessionId).Select(x => x.End).SingleAsync()));
    }

    [Theory, OnBothDatabases]
    public async Task A_secret_is_shown_once_whatever_is_sent_again(DatabaseKind database)
    {
        await using var world = await FirmWorld.Begin(database);
        var (me, operation) = (await world.SignIn(await world.Person(), SessionKind.PasswordOnly), Guid.NewGuid());
        var start = world.The<StartPairing>();

        var shown = Assert.IsType<StartPairingResult.Started>(await start.Run(me, operation, "Phone", FirmWorld.Password, null));
        Assert.IsType<StartPairingResult.AlreadyShown>(await start.Run(me, operation, "Phone", FirmWorld.Password, null));

        Assert.DoesNotContain(shown.Secret.Groups().Replace(" ", ""), shown.ToString(), StringComparison.Ordinal);
        Assert.Equal("***", shown.Secret.ToString());
        Assert.Equal(1, await world.Store.ReadAcross(db => db.Authenticators.CountAsync(x => x.AccountId == me.AccountId)));
        Assert.DoesNotContain(Convert.ToHexString(shown.Secret.Reveal()),
            Convert.ToHexString((await world.Store.ReadAcross(db => db.Authenticators.Where(x => x.AccountId == me.AccountId).Select(x => x.Secret).SingleAsync()))!), StringComparison.Ordinal);
    }

    [Theory, OnBothDatabases]
    public async Task D1_pairing_asks_for_the_password_and_with_a_device_paired_for_its_code_as_well(DatabaseKind database)
    {
        await using var world = await FirmWorld.Begin(database);
        var (start, person) = (world.The<StartPairing>(), await world.Person());
        var alone = await world.SignIn(person, SessionKind.PasswordOnly);
        Assert.IsType<ProofResult.PasswordWrong>(Assert.IsType<StartPairingResult.Proof>(await start.Run(alone, Guid.NewGuid(), "Phone", "wrong", null)).Result);

        var phone = await world.Pair(person);
        var me = await world.SignIn(person, SessionKind.Full);
        Assert.IsType<ProofResult.TotpNeeded>(Assert.IsType<StartPairingResult.Proof>(await start.Run(me, Guid.NewGuid(), "Tablet", FirmWorld.Password, null)).Result);
        Assert.IsType<ProofResult.TotpWrong>(Assert.IsType<StartPairingResult.Proof>(
            await start.Run(me, Guid.NewGuid(), "Tablet", FirmWorld.Password, Other(world.Next(phone)))).Result);
        Assert.IsType<StartPairingResult.Started>(await start.Run(me, Guid.NewGuid(), "Tablet", FirmWorld.Password, world.Next(phone)));
    }

    [Theory, OnBothDatabases]
    public async Task D1_a_pairing_begun_before_another_device_was_paired_begins_again(DatabaseKind database)
    {
        await using var world = await FirmWorld.Begin(database);
        var person = await world.Person();
        // Somebody who knows the password begins; the owner turns MFA on meanwhile.
        var intruder = await world.SignIn(person, SessionKind.PasswordOnly);
        var theirs = await world.StartPairing(intruder);
        await world.Pair(person);

        Assert.IsType<FinishPairingResult.Gone>(await world.Finish(intruder, theirs));
        Assert.Equal(AuthenticatorState.Pending, await world.StateOf(theirs));
    }

    [Theory, OnBothDatabases]
    public async Task D1_a_device_paired_elsewhere_while_the_password_is_checked_is_asked_from_then_on(DatabaseKind database)
    {
        await using var world = await FirmWorld.Begin(database);
        var person = await world.Person();
        var (intruder, owner) = (await world.SignIn(person, SessionKind.Full), await world.SignIn(person, SessionKind.MailboxProof));
        using var gate = new ManualResetEventSlim();
        var busy = Enumerable.Range(0, Environment.ProcessorCount).Select(_ => world.The<HashLanes>().Run(true, () => gate.Wait(30_000))).ToList();

        // None was paired when the form was looked at; the password waits for a lane.
        var theirs = world.The<StartPairing>().Run(intruder, Guid.NewGuid(), "Phone", FirmWorld.Password, null);
        while (!await world.Store.ReadAcross(db => db.PasswordTries.AnyAsync(x => x.Browser == intruder.SessionId && x.Taken == 1)))
        {
            await Task.Delay(5, TestContext.Current.CancellationToken);
        }

        var own = new Device(Assert.IsType<StartPairingResult.Started>(await world.The<StartPairing>().Run(owner, Guid.NewGuid(), "Phone", null, null)));
        Assert.IsType<FinishPairingResult.Paired>(await world.Finish(owner, own));
        gate.Set();
        await Task.WhenAll(busy);

        Assert.IsType<ProofResult.TotpNeeded>(Assert.IsType<StartPairingResult.Proof>(await theirs).Result);
    }

    [Theory, OnBothDatabases]
    public async Task A_pairing_is_finished_in_its_session_within_30_minutes_and_by_nobody_else(DatabaseKind database)
    {
        await using var world = await FirmWorld.Begin(database);
        var person = await world.Person();
        var me = await world.SignIn(person, SessionKind.PasswordOnly);
        var device = await world.StartPairing(me);

        Assert.IsType<FinishPairingResult.Gone>(await world.Finish(await world.SignIn(person, SessionKind.PasswordOnly), device));
        Assert.IsType<FinishPairingResult.Gone>(await world.Finish(await world.SignIn(await world.Person(), SessionKind.PasswordOnly), device));
        Assert.IsType<FinishPairingResult.Gone>(await world.Finish(await world.SignIn(await world.Person(firm: world.OtherFirm), SessionKind.PasswordOnly), device));
        world.Wait(TimeSpan.FromMinutes(30));
        Assert.IsType<FinishPairingResult.Gone>(await world.Finish(me, device));
    }

    [Theory, OnBothDatabases]
    public async Task C8_a_wrong_first_proof_counts_and_a_typing_error_does_not(DatabaseKind database)
    {
        await using var world = await FirmWorld.Begin(database);
        var me = await world.SignIn(await world.Person(), SessionKind.PasswordOnly);
        var device = await world.StartPairing(me);

        for (var i = 0; i < 20; i++)
        {
            Assert.IsType<FinishPairingResult.TypingError>(await world.Finish(me, device, "12345"));
        }

        for (var i = 0; i < TryCap.PerDay; i++)
        {
            Assert.IsType<FinishPairingResult.Wrong>(await world.Finish(me, device, Other(world.Shown(device))));
        }

        Assert.IsType<FinishPairingResult.CapReached>(await world.Finish(me, device, world.Shown(device)));
    }

    [Theory, OnBothDatabases]
    public async Task D4_pairing_ends_a_live_code_and_the_hold_and_the_code_session_goes_on_limited(DatabaseKind database)
    {
        await using var world = await FirmWorld.Begin(database);
        var (admin, person) = (await world.Administrator(), await world.Person(Kind.Staff));
        var code = await world.Issue(admin, person);
        Assert.NotNull((await world.Account(person)).HoldUntil);
        var me = await world.SignIn(person, SessionKind.TemporaryCode, code);

        var device = await world.StartPairing(me);
        var paired = Assert.IsType<FinishPairingResult.Paired>(await world.Finish(me, device));

        Assert.Null(paired.NewSession);
        Assert.Equal(me.ExpiresAt, paired.ExpiresAt);
        Assert.True(await world.IsOpen(me));
        Assert.Equal(CodeState.DevicePaired, await world.StateOf(code));
        var account = await world.Account(person);
        Assert.Null(account.HoldUntil);
        Assert.True(account.EverPaired);
        // S4
        Assert.Equal(world.Now + TimeSpan.FromHours(24), account.LimitedUntil);
        // T2 takes it back by this.
        Assert.Equal(code, await world.Store.ReadAcross(db => db.Authenticators.Where(x => x.Id == device.Id).Select(x => x.PairedThroughCode).SingleAsync()));
    }

    [Theory, OnBothDatabases]
    public async Task S4_a_device_paired_through_a_code_lends_its_limits_to_those_it_confirms(DatabaseKind database)
    {
        await using var world = await FirmWorld.Begin(database);
        var (admin, person) = (await world.Administrator(), await world.Person(Kind.Staff));
        var code = await world.Issue(admin, person);
        var first = await world.SignIn(person, SessionKind.TemporaryCode, code);
        var phone = await world.StartPairing(first);
        await world.Finish(first, phone);

        // A full session, confirmed by the device of the recovery, pairs another and disconnects the first.
        var me = await world.SignIn(person, SessionKind.Full);
        Assert.True(me.LimitedAfterRecovery);
        var tablet = await world.StartPairing(me, with: phone);
        Assert.IsType<FinishPairingResult.Paired>(await world.Finish(me, tablet));
        Assert.IsType<DisconnectResult.Disconnected>(await world.The<Disconnect>().Run(me, phone.Id, FirmWorld.Password, world.Next(tablet)));

        var (second, gone) = await world.Store.ReadAcross(async db => (
            await db.Authenticators.AsNoTracking().SingleAsync(x => x.Id == tablet.Id), await db.Authenticators.AsNoTracking().SingleAsync(x => x.Id == phone.Id)));
        Assert.Equal(code, second.PairedThroughCode);
        Assert.Equal(code, gone.EndedThroughCode);
        Assert.NotNull(gone.Secret);
    }

    [Theory, OnBothDatabases]
    public async Task S4_an_authenticator_paired_before_lifts_the_limits(DatabaseKind database)
    {
        await using var world = await FirmWorld.Begin(database);
        var (admin, person) = (await world.Administrator(), await world.Person(Kind.Staff));
        await world.Pair(person);
        world.Wait(TimeSpan.FromHours(1));
        admin = await world.SignIn(admin.AccountId, SessionKind.Full);
        var recovered = await world.SignIn(person, SessionKind.TemporaryCode, await world.Issue(admin, person));
        await world.Finish(recovered, await world.StartPairing(recovered));

        // World's sign-in confirms with the first device.
        Assert.False((await world.SignIn(person, SessionKind.Full)).LimitedAfterRecovery);
    }

    [Theory, OnBothDatabases]
    public async Task N5_a_mailbox_session_pairs_without_the_password_again_and_nothing_where_a_device_is_paired(DatabaseKind database)
    {
        await using var world = await FirmWorld.Begin(database);
        var (person, start) = (await world.Person(Kind.Staff), world.The<StartPairing>());
        var late = await world.SignIn(person, SessionKind.MailboxProof);
        var me = await world.SignIn(person, SessionKind.MailboxProof);

        var device = new Device(Assert.IsType<StartPairingResult.Started>(await start.Run(me, Guid.NewGuid(), "Phone", null, null)));
        var paired = Assert.IsType<FinishPairingResult.Paired>(await world.Finish(me, device));
        var full = await world.ByToken(paired.NewSession!);
        Assert.Equal(SessionKind.Full, full.Kind);
        Assert.True(full.LimitedAfterRecovery);

        Assert.IsType<StartPairingResult.Proof>(await start.Run(late, Guid.NewGuid(), "Phone", null, null));
    }

    [Theory, OnBothDatabases]
    public async Task Q18_the_same_first_proof_at_the_same_moment_pairs_once(DatabaseKind database)
    {
        await using var world = await FirmWorld.Begin(database);
        var me = await world.SignIn(await world.Person(), SessionKind.PasswordOnly);
        var device = await world.StartPairing(me);
        var digits = world.Shown(device);

        var results = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => world.Finish(me, device, digits))));

        Assert.Single(results, x => x is FinishPairingResult.Paired);
        Assert.Equal(7, results.Count(x => x is FinishPairingResult.Gone));
    }

    [Theory, OnBothDatabases]
    public async Task Q18_the_same_totp_at_the_same_moment_confirms_once(DatabaseKind database)
    {
        await using var world = await FirmWorld.Begin(database);
        var person = await world.Person();
        var device = await world.Pair(person);
        var me = await world.SignIn(person, SessionKind.Full);
        var digits = world.Next(device);

        var results = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => world.The<FreshProof>().SecondStep(me, digits))));

        Assert.Single(results, x => x is ProofResult.Fine);
    }

    /// <summary>Six digits that are none of the three that fit now.</summary>
    private static string Other(string digits) => (digits[0] == '9' ? '0' : (char)(digits[0] + 1)) + digits[1..];
}
