using Daypass.Server.Audit;
using Daypass.Server.Sessions;
using Daypass.Server.Storage.Model;
using Daypass.TestHost;
using Xunit;

namespace Daypass.Server.Tests.People;

/// <summary>The story: somebody left a browser signed in elsewhere and ends that one session.</summary>
public class EndSessionTests
{
    [Theory, OnBothDatabases]
    public async Task One_of_ones_own_sessions_ends_once_is_recorded_and_the_others_go_on(DatabaseKind kind)
    {
        await using var world = await World.Create(kind);
        var client = await world.Client();
        var (here, left) = (await world.SignedIn(client), await world.SignedIn(client));

        Assert.True(await world.Get<EndSession>().Run(here, left.SessionId));
        Assert.True(await world.Get<EndSession>().Run(here, left.SessionId));

        var open = Assert.Single(await world.Get<MySessions>().Run(here));
        Assert.True(open.IsThisOne);
        var recorded = Assert.Single(await world.EventsOf(client), x => x.Kind == EventKind.SessionEnded);
        Assert.Equal(left.SessionId, recorded.SessionId);
    }

    [Theory, OnBothDatabases]
    public async Task Nobody_elses_session_is_there_to_end_nor_is_anything_for_a_session_that_ended(DatabaseKind kind)
    {
        await using var world = await World.Create(kind);
        var (client, other) = (await world.Client(), await world.Client());
        var (here, left, theirs) = (await world.SignedIn(client), await world.SignedIn(client), await world.SignedIn(other));

        Assert.False(await world.Get<EndSession>().Run(here, theirs.SessionId));
        Assert.False(await world.Get<EndSession>().Run(await world.SignedIn(world.OtherPrimary), theirs.SessionId));
        await world.Get<SignOut>().Run(here);
        Assert.False(await world.Get<EndSession>().Run(here, left.SessionId));

        Assert.Single(await world.Get<MySessions>().Run(theirs));
        Assert.Single(await world.Get<MySessions>().Run(left));
    }
}
