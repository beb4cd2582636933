using System.Diagnostics;
using Daypass.Server.Hosting;
using Daypass.Server.SignIn;
using Daypass.Server.Storage;
using Daypass.TestHost;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Xunit;

namespace Daypass.Server.Tests.Hosting;

/// <summary>The story: the cost of a hash was raised, and somebody whose hash is of the old cost signs in.</summary>
public class RenewedHashes
{
    [Theory, OnBothDatabases]
    public async Task A_hash_of_an_old_cost_is_renewed_at_the_next_sign_in_which_is_no_new_password(DatabaseKind database)
    {
        await using var world = await World.Create(database);
        var who = await OfOldCost(world);
        var before = await world.AccountOf(who);

        await world.PassPassword(who);

        var after = await world.AccountOf(who);
        Assert.NotEqual(before.PasswordHash, after.PasswordHash);
        Assert.False(world.Get<Passwords>().NeedsRehash(after.PasswordHash!));
        Assert.Equal(before.PasswordSetAt, after.PasswordSetAt);
        await world.PassPassword(who);
        Assert.Equal(after.PasswordHash, (await world.AccountOf(who)).PasswordHash);
    }

    [Theory, OnBothDatabases]
    public async Task Two_sign_ins_that_renew_a_hash_at_the_same_moment_both_go_on(DatabaseKind database)
    {
        await using var world = await World.Create(database);
        var who = await OfOldCost(world);
        using var gate = new ManualResetEventSlim();
        var busy = Enumerable.Range(0, Environment.ProcessorCount).Select(_ => world.Get<HashLanes>().Run(true, () => gate.Wait(30_000))).ToList();

        // Both have read the old hash, and wait for a lane.
        var both = Enumerable.Range(0, 2).Select(_ => world.EnterPassword(who)).ToList();
        while (!await world.Store.Read(who.Firm, db => db.PasswordTries.AnyAsync(x => x.Taken == 2)))
        {
            await Task.Delay(5, TestContext.Current.CancellationToken);
        }

        gate.Set();
        await Task.WhenAll(busy);
        Assert.All(await Task.WhenAll(both), x => Assert.IsType<PasswordResult.Continue>(x));
    }

    [Theory, OnBothDatabases]
    public async Task Nobody_waits_for_a_hash_that_is_renewed(DatabaseKind database)
    {
        // About a second; the old one costs next to nothing.
        await using var world = await World.Create(database, builder => builder.Services.Replace(ServiceDescriptor.Singleton(new PasswordCost(MemoryKiB: 19 * 1024, Passes: 60))));
        var who = await OfOldCost(world);
        var start = Stopwatch.GetTimestamp();
        var signIn = world.EnterPassword(who);

        var longest = TimeSpan.Zero;
        while (!signIn.IsCompleted)
        {
            var asked = Stopwatch.GetTimestamp();
            // Another write that needs the turn of the very login.
            await world.Store.Write(who.Firm, async db => (await db.Lock(who.Id))!.LastSignInAt = world.Now);
            longest = TimeSpan.FromTicks(Math.Max(longest.Ticks, Stopwatch.GetElapsedTime(asked).Ticks));
            await Task.Delay(1, TestContext.Current.CancellationToken);
        }

        Assert.IsType<PasswordResult.Continue>(await signIn);
        Assert.True(longest < Stopwatch.GetElapsedTime(start) / 2, $"A write waited {longest} while a hash was renewed.");
    }

    private static async Task<Someone> OfOldCost(World world)
    {
        var who = await world.Staff();
        var hash = new Passwords(World.CheapHash with { MemoryKiB = 16 }).Hash(who.Password);
        await world.Store.Write(who.Firm, db => db.Accounts.Where(x => x.Id == who.Id).ExecuteUpdateAsync(set => set.SetProperty(x => x.PasswordHash, hash)));
        return who;
    }
}
