using Daypass.Domain;
using Daypass.Server.Audit;
using Daypass.Server.Cases;
using Daypass.Server.Storage.Model;
using Daypass.TestHost;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Daypass.Server.Tests.Cases;

/// <summary>T1: who is told of a case.</summary>
public sealed class CaseTellingTests
{
    [Theory, OnBothDatabases]
    public async Task A_case_is_told_to_every_administrator_of_the_firm_and_to_nobody_else_T1(DatabaseKind database)
    {
        await using var world = await World.Create(database);
        var administrator = await world.Administrator();
        await world.Staff(Permission.Both);
        await world.Client();
        await Tell(world, new SupportCase { Kind = CaseKind.Access, AccountId = world.Primary.Id });

        var told = await world.NoticesAbout(world.Primary);
        Assert.Equal(new[] { world.Primary.Id, administrator.Id }.Order(), told.Select(x => x.RecipientId).Order());
        Assert.All(told, x => Assert.Equal((NoticeKind.CaseOpened, x.RecipientId != world.Primary.Id, ActorKind.Support), (x.Kind, x.IsCopy, x.Actor)));
        Assert.All(told, x => Assert.NotNull(x.CaseId));
    }

    [Theory, OnBothDatabases]
    public async Task A_drill_is_told_to_nobody(DatabaseKind database)
    {
        await using var world = await World.Create(database);
        await Tell(world, new SupportCase { Kind = CaseKind.Access, AccountId = world.Primary.Id, IsDrill = true });
        Assert.Empty(await world.NoticesAbout(world.Primary));
    }

    [Theory, OnBothDatabases]
    public async Task A_hand_over_is_told_to_whoever_is_to_have_the_role_and_to_a_suspended_primary_W2(DatabaseKind database)
    {
        await using var world = await World.Create(database);
        var heir = await world.Staff();
        await world.Store.Write(world.Amber, db => db.Accounts.Where(x => x.IsPrimary).ExecuteUpdateAsync(set => set.SetProperty(x => x.State, AccountState.Suspended)));
        await Tell(world, new SupportCase { Kind = CaseKind.HandOver, AccountId = heir.Id });
        Assert.Equal(new[] { world.Primary.Id, heir.Id }.Order(), (await world.NoticesAbout(heir)).Select(x => x.RecipientId).Order());
    }

    private static Task Tell(World world, SupportCase request) => world.Store.Write(world.Amber, async db =>
    {
        (request.Id, request.FirmId, request.RequesterId) = (Guid.NewGuid(), world.Amber, world.Primary.Id);
        db.SupportCases.Add(request);
        await CaseTelling.Opened(db, world.Now, request, By.Agent(Guid.NewGuid()));
    });
}
