using Daypass.Domain;
using Daypass.Server.Devices;
using Daypass.Server.Hosting;
using Daypass.Server.People;
using Daypass.Server.Sessions;
using Daypass.Server.Storage.Model;
using Daypass.TestHost;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Daypass.Server.Tests.People;

public class DeactivationTests
{
    [Theory, OnBothDatabases]
    public async Task C9_S3_deactivation_ends_sessions_the_code_devices_and_backup_codes(DatabaseKind database)
    {
        await using var world = await FirmWorld.Begin(database);
        var (admin, person) = (await world.Administrator(), await world.Person());
        var device = await world.Pair(person);
        admin = await world.SignIn(admin.AccountId, SessionKind.Full);
        var code = await world.Issue(admin, person);
        var (full, byCode) = (await world.SignIn(person, SessionKind.Full), await world.SignIn(person, SessionKind.TemporaryCode, code));
        await world.The<MakeBackupCodes>().Run(full, Guid.NewGuid());

        Assert.Equal(ActResult.Done, await world.The<Deactivate>().Run(admin, person));

        Assert.False(await world.IsOpen(full));
        Assert.False(await world.IsOpen(byCode));
        Assert.Equal(CodeState.AccountDeactivated, await world.StateOf(code));
        Assert.Equal(AuthenticatorState.Disconnected, await world.StateOf(device));
        Assert.Equal(0, await world.Store.ReadAcross(db => db.RecoveryCodes.CountAsync()));
        Assert.Equal(0, await world.Store.ReadAcross(db => db.Authenticators.CountAsync(x => x.AccountId == person && x.Secret != null)));
        var account = await world.Account(person);
        Assert.Equal((AccountState.Deactivated, Hold.OpenEnd), (account.State, account.HoldUntil!.Value));
        Assert.Equal(ActResult.NotNow, await world.The<Deactivate>().Run(admin, person));
    }

    [Theory, OnBothDatabases]
    public async Task C9_codes_issued_by_the_deactivated_end_and_codes_of_others_stay(DatabaseKind database)
    {
        await using var world = await FirmWorld.Begin(database);
        var (issuer, admin) = (await world.Administrator(), await world.Administrator());
        var (first, second) = (await world.Person(Kind.Staff), await world.Person(Kind.Staff));
        var (theirs, mine) = (await world.Issue(issuer, first), await world.Issue(admin, second));
        var session = await world.SignIn(first, SessionKind.TemporaryCode, theirs);

        Assert.Equal(ActResult.Done, await world.The<Deactivate>().Run(admin, issuer.AccountId));

        Assert.Equal(CodeState.IssuerLostAuthority, await world.StateOf(theirs));
        Assert.False(await world.IsOpen(session));
        Assert.Equal(CodeState.Live, await world.StateOf(mine));
    }

    [Theory, OnBothDatabases]
    public async Task W2_the_primary_administrator_oneself_and_another_firms_people_are_not_deactivated(DatabaseKind database)
    {
        await using var world = await FirmWorld.Begin(database);
        var (admin, deactivate) = (await world.Administrator(), world.The<Deactivate>());
        var primary = await world.SignIn(world.Primary, SessionKind.Full);

        Assert.Equal(ActResult.NotAllowed, await deactivate.Run(admin, primary.AccountId));
        Assert.Equal(ActResult.NotAllowed, await deactivate.Run(primary, primary.AccountId));
        Assert.Equal(ActResult.NotAllowed, await deactivate.Run(admin, admin.AccountId));
        Assert.Equal(ActResult.NotFound, await deactivate.Run(await world.Administrator(world.OtherFirm), admin.AccountId));
        Assert.Equal(ActResult.NotFound, await world.The<Reactivate>().Run(await world.Administrator(world.OtherFirm), admin.AccountId));
        Assert.Equal(ActResult.NotAllowed, await deactivate.Run(await world.SignIn(await world.Person(), SessionKind.PasswordOnly), admin.AccountId));
    }

    [Theory, OnBothDatabases]
    public async Task Two_administrators_who_deactivate_each_other_at_the_same_moment_leave_one(DatabaseKind database)
    {
        await using var world = await FirmWorld.Begin(database);
        for (var round = 0; round < Samples.Of(5, 100); round++)
        {
            var (a, b) = (await world.Administrator(), await world.Administrator());

            var results = await Task.WhenAll(
                Task.Run(() => world.The<Deactivate>().Run(a, b.AccountId)), Task.Run(() => world.The<Deactivate>().Run(b, a.AccountId)));

            Assert.Equal([ActResult.Done, ActResult.NotAllowed], results.Order());
        }
    }

    [Theory, OnBothDatabases]
    public async Task E3_who_comes_back_sets_a_new_password_and_counts_as_formerly_paired_with_an_open_hold(DatabaseKind database)
    {
        await using var world = await FirmWorld.Begin(database);
        var (admin, person) = (await world.Administrator(), await world.Person());
        var device = await world.Pair(person);
        await world.The<Deactivate>().Run(admin, person);

        Assert.Equal(ActResult.Done, await world.The<Reactivate>().Run(admin, person));
        var account = await world.Account(person);
        Assert.Equal((AccountState.Invited, Hold.OpenEnd), (account.State, account.HoldUntil!.Value));
        Assert.Null(account.PasswordHash);
        Assert.Equal(AuthenticatorState.Disconnected, await world.StateOf(device));
        Assert.Contains(NoticeKind.Invitation, await world.Told(person));

        // Optional, but MFA was on when they left: the password alone does not admit.
        var link = await world.Mailed(person, LinkPurpose.Invitation);
        var accepted = Assert.IsType<AcceptInvitationResult.PairingOnly>(
            await world.The<AcceptInvitation>().Run(world.Firm, link, FirmWorld.Password, new ClientInfo("192.0.2.7", "Test")));
        var me = await world.ByToken(accepted.Session);
        var phone = new Device(Assert.IsType<StartPairingResult.Started>(await world.The<StartPairing>().Run(me, Guid.NewGuid(), "Phone", null, null)));
        var paired = Assert.IsType<FinishPairingResult.Paired>(await world.Finish(me, phone));
        // S4: there was a device before.
        Assert.True((await world.ByToken(paired.NewSession!)).LimitedAfterRecovery);
        Assert.Null((await world.Account(person)).HoldUntil);
    }

    [Theory, OnBothDatabases]
    public async Task A_deactivated_person_who_never_paired_comes_back_without_a_hold(DatabaseKind database)
    {
        await using var world = await FirmWorld.Begin(database);
        var (admin, person) = (await world.Administrator(), await world.Person());
        Assert.Equal(ActResult.NotNow, await world.The<Reactivate>().Run(admin, person));

        await world.The<Deactivate>().Run(admin, person);
        await world.The<Reactivate>().Run(admin, person);

        Assert.Null((await world.Account(person)).HoldUntil);
    }
}
