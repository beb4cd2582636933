using Daypass.Domain;
using Daypass.Server.Hosting;
using Daypass.Server.SignIn;
using Daypass.Server.Storage;
using Daypass.Server.Storage.Model;
using Daypass.TestHost;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Daypass.Server.Tests.Races;

/// <summary>Transactions that wait for each other, or make the same first row. Only PostgreSQL lets two write at once.</summary>
public class WaitingInACircle
{
    [Fact]
    public async Task Of_two_that_wait_for_each_other_one_runs_again_and_both_are_done_once()
    {
        await using var world = await World.Create(DatabaseKind.PostgreSql);
        var (a, b) = (await world.Client(), await world.Client());
        using var bothHoldOne = new Barrier(2);
        var runs = 0;
        await Task.WhenAll(Task.Run(() => Hold(a, b)), Task.Run(() => Hold(b, a)));

        // Who gives way may be so quick again that both meet once more.
        Assert.InRange(runs, 3, 5);
        Assert.Equal(("..", ".."), ((await world.AccountOf(a)).Phone, (await world.AccountOf(b)).Phone));

        Task Hold(Someone first, Someone second) => world.Store.Write(a.Firm, async db =>
        {
            var run = Interlocked.Increment(ref runs);
            (await db.Lock(first.Id))!.Phone += ".";
            if (run <= 2)
            {
                bothHoldOne.SignalAndWait(TestContext.Current.CancellationToken);
            }

            (await db.Lock(second.Id))!.Phone += ".";
        });
    }

    [Fact]
    public async Task Of_two_that_make_the_same_first_row_the_second_runs_again_and_finds_it()
    {
        await using var world = await World.Create(DatabaseKind.PostgreSql);
        using var bothFoundNone = new Barrier(2);
        var (row, runs) = (Guid.NewGuid(), 0);
        var found = await Task.WhenAll(Task.Run(FindOrMake), Task.Run(FindOrMake));

        Assert.Equal(3, runs);
        Assert.Single(found, x => x);

        Task<bool> FindOrMake() => world.Store.Write(world.Amber, async db =>
        {
            var run = Interlocked.Increment(ref runs);
            var isThere = await db.Operations.AnyAsync(x => x.Id == row);
            if (run <= 2)
            {
                bothFoundNone.SignalAndWait(TestContext.Current.CancellationToken);
            }

            if (!isThere)
            {
                db.Operations.Add(new Operation { Id = row, FirmId = world.Amber, AccountId = world.Primary.Id, At = world.Now });
            }

            return isThere;
        });
    }

    [Fact]
    public async Task What_fails_for_another_reason_runs_once()
    {
        await using var world = await World.Create(DatabaseKind.PostgreSql);
        var runs = 0;
        await Assert.ThrowsAnyAsync<Exception>(() => world.Store.Write(world.Amber, db =>
        {
            runs++;
            return db.Database.ExecuteSqlRawAsync("select 1 / 0");
        }));
        Assert.Equal(1, runs);
    }

    [Fact]
    public async Task Unlocking_takes_no_browsers_row_before_the_days_row_P2()
    {
        await using var world = await World.Create(DatabaseKind.PostgreSql);
        var client = await world.Client();
        var day = PasswordTriesKey.Of(client.Firm, EmailAddress.KeyOf(client.Email), null);
        // The browser's row lies first in the table, so that one update of all, read without an index, would begin with it.
        foreach (var browser in new[] { Guid.NewGuid(), Guid.Empty })
        {
            await world.Store.Write(client.Firm, db =>
            {
                db.PasswordTries.Add(new PasswordTries { FirmId = client.Firm, Subject = day.Subject, Browser = browser, DayFrom = world.Now, TouchedAt = world.Now });
                return Task.CompletedTask;
            });
        }

        var (places, unlocks) = (0, 0);
        Task unlock = Task.CompletedTask;
        await world.Store.Write(client.Firm, async db =>
        {
            places++;
            var rows = db.PasswordTries.Where(x => x.Subject == day.Subject);
            await rows.Where(x => x.Browser == Guid.Empty).ExecuteUpdateAsync(set => set.SetProperty(x => x.Taken, 1));
            if (places == 1)
            {
                unlock = world.Store.Write(client.Firm, async other =>
                {
                    unlocks++;
                    await other.Database.ExecuteSqlRawAsync("set local enable_indexscan = off; set local enable_bitmapscan = off", TestContext.Current.CancellationToken);
                    await PasswordPlaces.Unlock(other, day);
                });
                while (!unlock.IsCompleted && await Waiting(world) == 0)
                {
                    await Task.Delay(10, TestContext.Current.CancellationToken);
                }
            }

            await rows.Where(x => x.Browser != Guid.Empty).ExecuteUpdateAsync(set => set.SetProperty(x => x.Taken, 1));
        });
        await unlock;

        Assert.Equal((1, 1), (places, unlocks));
        Assert.Equal(0, await world.Store.Read(client.Firm, db => db.PasswordTries.SumAsync(x => x.Taken)));
    }

    /// <summary>Looked at in a transaction of its own: PostgreSQL shows one transaction the same picture all along.</summary>
    private static Task<int> Waiting(World world) => world.Store.Read(world.Amber, db => db.Database
        .SqlQuery<int>($"select count(*)::int as \"Value\" from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'").SingleAsync());
}
