using Daypass.Domain;
using Daypass.Server.Codes;
using Daypass.Server.Devices;
using Daypass.Server.Storage.Model;
using Daypass.TestHost;
using Xunit;

namespace Daypass.Server.Tests.Devices;

public class MarkLostTests
{
    [Theory, OnBothDatabases]
    public async Task D5_a_device_marked_lost_is_disconnected_all_sessions_end_and_mfa_stays_on_until_pairing(DatabaseKind database)
    {
        await using var world = await FirmWorld.Begin(database);
        var (admin, person) = (await world.Administrator(), await world.Person());
        var device = await world.Pair(person);
        var session = await world.SignIn(person, SessionKind.Full);

        Assert.Equal(MarkLostResult.Done, await world.The<MarkLost>().Run(admin, person, device.Id));

        Assert.Equal(AuthenticatorState.Lost, await world.StateOf(device));
        Assert.False(await world.IsOpen(session));
        Assert.Equal(Hold.OpenEnd, (await world.Account(person)).HoldUntil);
        Assert.Contains(NoticeKind.DeviceMarkedLost, await world.Told(person));
        Assert.Contains(EventKind.DeviceMarkedLost, await world.Recorded(person));
        Assert.Equal(MarkLostResult.NotFound, await world.The<MarkLost>().Run(admin, person, device.Id));
    }

    [Theory, OnBothDatabases]
    public async Task D3_with_another_device_left_there_is_nothing_to_hold(DatabaseKind database)
    {
        await using var world = await FirmWorld.Begin(database);
        var person = await world.Person();
        var phone = await world.Pair(person);
        await world.Pair(person, with: phone);

        Assert.Equal(MarkLostResult.Done, await world.The<MarkLost>().Run(await world.Administrator(), person, phone.Id));
        Assert.Null((await world.Account(person)).HoldUntil);
    }

    [Theory, OnBothDatabases]
    public async Task C10_lost_with_a_code_marks_the_device_with_the_code_or_not_at_all(DatabaseKind database)
    {
        await using var world = await FirmWorld.Begin(database);
        var (admin, person) = (await world.Administrator(), await world.Person());
        var device = await world.Pair(person);
        Task<IssueResult> Issue(CodeReason reason) => world.The<IssueCode>().Run(admin, Guid.NewGuid(), person, reason, null, [device.Id]);

        // Another reason marks nothing, whatever was sent with it; and C15's limit refuses in the end.
        while (await Issue(CodeReason.LeftAtHome) is not IssueResult.Refused)
        {
        }

        Assert.IsType<IssueResult.Refused>(await Issue(CodeReason.Lost));
        Assert.Equal(AuthenticatorState.Paired, await world.StateOf(device));

        world.Wait(TimeSpan.FromDays(2));
        admin = await world.Administrator();
        Assert.Single(Assert.IsType<IssueResult.Issued>(await Issue(CodeReason.Lost)).MarkedLost);
        Assert.Equal(AuthenticatorState.Lost, await world.StateOf(device));
        Assert.Equal(Hold.OpenEnd, (await world.Account(person)).HoldUntil);
    }

    [Theory, OnBothDatabases]
    public async Task W_only_who_may_issue_for_the_person_marks_lost_and_nobody_their_own(DatabaseKind database)
    {
        await using var world = await FirmWorld.Begin(database);
        var person = await world.Person(Kind.Staff);
        var (device, lost) = (await world.Pair(person), world.The<MarkLost>());

        var forClients = await world.SignIn(await world.Person(Kind.Staff, permissions: Permission.ManageClients), SessionKind.Full);
        Assert.Equal(MarkLostResult.NotAllowed, await lost.Run(forClients, person, device.Id));
        Assert.Equal(MarkLostResult.NotAllowed, await lost.Run(await world.SignIn(person, SessionKind.Full), person, device.Id));
        // S2
        var admin = await world.Person(Kind.Staff, admin: true);
        Assert.Equal(MarkLostResult.NotAllowed, await lost.Run(await world.SignIn(admin, SessionKind.BackupCode), person, device.Id));
        // W1, Q12
        Assert.Equal(MarkLostResult.NotFound, await lost.Run(await world.Administrator(world.OtherFirm), person, device.Id));
        Assert.Equal(MarkLostResult.NotFound, await lost.Run(await world.SignIn(admin, SessionKind.Full), Guid.NewGuid(), device.Id));
        Assert.Equal(AuthenticatorState.Paired, await world.StateOf(device));
    }
}
