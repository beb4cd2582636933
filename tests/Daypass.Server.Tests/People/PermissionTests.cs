using Daypass.Domain;
using Daypass.Server.People;
using Daypass.Server.Storage.Model;
using Daypass.TestHost;
using Xunit;

namespace Daypass.Server.Tests.People;

public class PermissionTests
{
    [Theory, OnBothDatabases]
    public async Task C9_S3_losing_a_permission_ends_sessions_the_live_code_and_the_codes_issued_without_authority_now(DatabaseKind database)
    {
        await using var world = await FirmWorld.Begin(database);
        var (admin, other) = (await world.Administrator(), await world.Administrator());
        var person = await world.Person(Kind.Staff, permissions: Permission.Both);
        var session = await world.SignIn(person, SessionKind.Full);
        var (staff, client) = (await world.Person(Kind.Staff), await world.Person());
        await world.Pair(client);
        session = await world.SignIn(person, SessionKind.Full);
        var (toStaff, toClient) = (await world.Issue(session, staff), await world.Issue(session, client));
        admin = await world.SignIn(admin.AccountId, SessionKind.Full);
        var own = await world.Issue(admin, person);

        Assert.Equal(ChangePermissionsResult.Done, await world.The<ChangePermissions>().Run(admin, person, false, Permission.ManageClients));

        Assert.False(await world.IsOpen(session));
        Assert.Equal(CodeState.PermissionsChanged, await world.StateOf(own));
        Assert.Equal(CodeState.IssuerLostAuthority, await world.StateOf(toStaff));
        Assert.Equal(CodeState.Live, await world.StateOf(toClient));
        Assert.Contains(NoticeKind.PermissionsChanged, await world.Told(person));
        Assert.Contains(NoticeKind.PermissionsChanged, await world.Told(other.AccountId));
        Assert.Contains(EventKind.PermissionsChanged, await world.Recorded(person));
    }

    [Theory, OnBothDatabases]
    public async Task S3_a_permission_granted_ends_the_sessions_without_a_second_step_only(DatabaseKind database)
    {
        await using var world = await FirmWorld.Begin(database, staff: Policy.Optional);
        var (admin, person) = (await world.Administrator(), await world.Person(Kind.Staff));
        var (byPassword, full) = (await world.SignIn(person, SessionKind.PasswordOnly), await world.SignIn(person, SessionKind.Full));

        Assert.Equal(ChangePermissionsResult.Done, await world.The<ChangePermissions>().Run(admin, person, false, Permission.ManageClients));

        Assert.False(await world.IsOpen(byPassword));
        Assert.True(await world.IsOpen(full));
    }

    [Theory, OnBothDatabases]
    public async Task D3_losing_the_last_permission_where_mfa_is_optional_holds_it_on_for_who_once_paired(DatabaseKind database)
    {
        await using var world = await FirmWorld.Begin(database, staff: Policy.Optional);
        var admin = await world.Administrator();
        var (once, never) = (await world.Person(Kind.Staff, permissions: Permission.ManageClients), await world.Person(Kind.Staff, permissions: Permission.ManageClients));
        var device = await world.Pair(once);
        await world.The<Server.Devices.MarkLost>().Run(admin, once, device.Id);
        await world.Store.WriteAcross(async db => (await db.Accounts.FindAsync(once))!.HoldUntil = null);

        foreach (var person in new[] { once, never })
        {
            Assert.Equal(ChangePermissionsResult.Done, await world.The<ChangePermissions>().Run(admin, person, false, Permission.None));
        }

        Assert.Equal(Hold.OpenEnd, (await world.Account(once)).HoldUntil);
        Assert.Null((await world.Account(never)).HoldUntil);
    }

    [Theory, OnBothDatabases]
    public async Task W5_nobody_else_and_nobody_their_own_and_only_after_a_fresh_second_step(DatabaseKind database)
    {
        await using var world = await FirmWorld.Begin(database);
        var (admin, change) = (await world.Administrator(), world.The<ChangePermissions>());
        var (person, client) = (await world.Person(Kind.Staff), await world.Person());
        var forStaff = await world.SignIn(await world.Person(Kind.Staff, permissions: Permission.Both), SessionKind.Full);

        Assert.Equal(ChangePermissionsResult.NotAllowed, await change.Run(forStaff, person, false, Permission.ManageClients));
        Assert.Equal(ChangePermissionsResult.NotAllowed, await change.Run(admin, admin.AccountId, false, Permission.None));
        Assert.Equal(ChangePermissionsResult.NotAllowed, await change.Run(admin, client, false, Permission.ManageClients));
        Assert.Equal(ChangePermissionsResult.NotAllowed, await change.Run(admin, world.Primary, false, Permission.Both));
        Assert.Equal(ChangePermissionsResult.NotAllowed, await change.Run(await world.SignIn(admin.AccountId, SessionKind.BackupCode), person, true, Permission.None));
        Assert.Equal(ChangePermissionsResult.NotFound, await change.Run(await world.Administrator(world.OtherFirm), person, true, Permission.None));
        world.Wait(TimeSpan.FromMinutes(15));
        Assert.Equal(ChangePermissionsResult.NeedsSecondStep, await change.Run(admin, person, true, Permission.None));
        Assert.False((await world.Account(person)).IsAdministrator);
    }
}
