using Daypass.Domain;
using Daypass.Server.Mfa;
using Daypass.TestHost;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Daypass.Server.Tests.Mfa;

public class FactsOfAList
{
    [Theory, OnBothDatabases]
    public async Task Are_those_that_each_sign_in_reads(DatabaseKind database)
    {
        await using var world = await World.Create(database);
        await world.SetPolicies(Policy.Required, Policy.Optional);
        var (held, coded) = (await world.Client(paired: false), await world.Client());
        await world.Client(paired: false);
        await world.Staff(Permission.ManageClients);
        await world.Hold(held, world.Now.AddHours(3));
        await world.Issue(await world.SignedIn(world.Primary), coded);

        var (one, all) = await world.Store.Read(world.Amber, async db =>
        {
            var accounts = await db.Accounts.AsNoTracking().OrderBy(x => x.Id).ToListAsync();
            var each = new List<MfaFacts>();
            foreach (var account in accounts)
            {
                each.Add(await FactsForNextStep.Read(db, account, world.Now));
            }

            var list = await FactsForNextStep.ReadAll(db, accounts, world.Now);
            return (each, accounts.Select(x => list[x.Id]).ToList());
        });
        Assert.Equal(5, one.Count);
        Assert.Equal(one, all);
        Assert.Contains(one, x => x.LiveCodeEnds is not null);
    }
}
