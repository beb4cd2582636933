using Daypass.Domain;
using Daypass.Server.Hosting;
using Daypass.Server.SignIn;
using Daypass.TestHost;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Daypass.Server.Tests.Races;

/// <summary>Q6: the limits on tries do not break honest use.</summary>
[Collection(nameof(TwoServers))]
public class SignIns(TwoServers two)
{
    private const int Browsers = 50;

    [Fact]
    public async Task Fifty_at_once_of_one_person_all_succeed_on_two_servers_Q6() => await AllSucceed(await two.Firm());

    [Fact]
    public async Task Fifty_at_once_of_one_person_all_succeed_on_SQLite_Q6()
    {
        await using var world = await World.Create(DatabaseKind.Sqlite);
        await using var servers = await ServerProcesses.Start(world, 1);
        await AllSucceed(new RacingFirm(world, servers, world.Amber, "amber", world.Primary));
    }

    private static async Task AllSucceed(RacingFirm firm)
    {
        var client = await firm.Client();
        var digits = await firm.World.IssueAsOperator(client);

        // Throws for one that does not get in.
        await Race.Of(Browsers, i => firm.Racer(i).SignIn(firm.Address, client, digits));

        Assert.Equal(Browsers, (await firm.SessionsOf(client)).Count(x => x.EndedAt is null && x.Kind == SessionKind.TemporaryCode));
        var code = await firm.World.LastCodeOf(client);
        Assert.Equal((CodeState.Live, 0, 0, Browsers), (code.State, code.Wrong, code.Taken, code.Uses));
        Assert.Empty(await firm.TriesOf(client));
        var subject = PasswordTriesKey.Of(firm.Id, EmailAddress.KeyOf(client.Email), null).Subject;
        var passwords = await firm.Read(db => db.PasswordTries.AsNoTracking().Where(x => x.Subject == subject).ToListAsync());
        Assert.All(passwords, x => Assert.Equal((0, 0, 0, null), (x.Taken, x.Wrong, x.DayTaken, x.LockedUntil)));
    }
}
