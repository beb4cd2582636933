using Daypass.Domain;
using Daypass.Server.Hosting;
using Daypass.Server.SignIn;
using Daypass.Server.Storage.Model;
using Daypass.TestHost;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Daypass.Server.Tests.Security;

/// <summary>P1, P2: what the locks after wrong passwords write.</summary>
public class PasswordLocks
{
    [Theory, OnBothDatabases]
    public async Task Every_wrong_try_up_to_the_hundredth_writes_as_much_for_nobody_as_for_somebody_P1(DatabaseKind database)
    {
        await using var world = await World.Create(database);
        var somebody = await world.Client();
        var nobody = somebody with { Email = "nobody@example.com" };
        for (var i = 1; i <= PasswordThrottle.InADay; i++)
        {
            var start = await Rows(world);
            await world.EnterPassword(somebody, "not it at all");
            var known = await Rows(world);
            await world.EnterPassword(nobody, "not it at all");
            var unknown = await Rows(world);
            Assert.Equal((i, known.Lines - start.Lines, known.Notices - start.Notices), (i, unknown.Lines - known.Lines, unknown.Notices - known.Notices));
            if (i % PasswordThrottle.Consecutive == 0)
            {
                world.Clock.Advance(PasswordThrottle.LockFor);
            }
        }

        Assert.Equal([NoticeKind.AccountLocked, NoticeKind.AccountLockedForAll], (await world.NoticesAbout(somebody)).Select(x => x.Kind));
        var toNobody = await world.Store.Read(world.Amber, db => db.Notices.Where(x => x.Failure == "nobody has this address").ToListAsync());
        Assert.Equal(2, toNobody.Count);
        Assert.All(toNobody, x => Assert.NotNull(x.FailedAt));
    }

    [Theory, OnBothDatabases]
    public async Task A_lock_for_places_that_a_crash_left_is_recorded_each_time_and_told_once_a_day_P2(DatabaseKind database)
    {
        await using var world = await World.Create(database);
        var client = await world.Client();
        var account = await world.AccountOf(client);
        var subject = PasswordTriesKey.Of(client.Firm, account.EmailKey, null);
        foreach (var locks in new[] { 1, 2 })
        {
            for (var i = 0; i < PasswordThrottle.Consecutive; i++)
            {
                Assert.Equal(PasswordPlace.Taken, await world.Get<PasswordPlaces>().Reserve(subject, new LoginsPassword(subject, account)));
            }

            world.Clock.Advance(TimeSpan.FromSeconds(11));
            Assert.IsType<PasswordResult.Refused>(await world.EnterPassword(client));
            Assert.Equal(locks, (await world.EventsOf(client)).Count(x => x.Kind == EventKind.AccountLocked));
            Assert.Single(await world.NoticesAbout(client), x => x.Kind == NoticeKind.AccountLocked);
            world.Clock.Advance(PasswordThrottle.LockFor);
        }
    }

    private static Task<(int Lines, int Notices)> Rows(World world) =>
        world.Store.Read(world.Amber, async db => (await db.SecurityEvents.CountAsync(), await db.Notices.CountAsync()));
}
