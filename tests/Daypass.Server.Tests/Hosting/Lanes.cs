using Daypass.Server.Hosting;
using Xunit;

namespace Daypass.Server.Tests.Hosting;

public class Lanes
{
    [Fact]
    public async Task Never_more_hashes_run_at_once_than_there_are_lanes()
    {
        using var lanes = new HashLanes(lanes: 2);
        var (now, most) = (0, 0);
        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => lanes.Run(false, () =>
        {
            var running = Interlocked.Increment(ref now);
            InterlockedMax(ref most, running);
            Thread.Sleep(2);
            return Interlocked.Decrement(ref now);
        })));
        Assert.InRange(most, 1, 2);
    }

    [Fact]
    public async Task Beyond_the_queue_strangers_are_refused_and_known_browsers_are_not()
    {
        using var lanes = new HashLanes(lanes: 1, placesPerLane: 3);
        using var gate = new ManualResetEventSlim();
        var waiting = Enumerable.Range(0, 3).Select(_ => lanes.Run(false, () => gate.Wait(10_000))).ToList();

        await Assert.ThrowsAsync<HashLanesBusy>(() => lanes.Run(false, () => true));
        var known = lanes.Run(true, () => true);
        gate.Set();
        Assert.True(await known);
        Assert.All(await Task.WhenAll(waiting), Assert.True);
        Assert.True(await lanes.Run(false, () => true));
    }

    [Fact]
    public async Task Known_browsers_come_first()
    {
        using var lanes = new HashLanes(lanes: 1);
        using var gate = new ManualResetEventSlim();
        var order = new List<string>();
        var first = lanes.Run(false, () => gate.Wait(10_000));
        var stranger = lanes.Run(false, () => { order.Add("stranger"); return true; });
        var known = lanes.Run(true, () => { order.Add("known"); return true; });
        gate.Set();
        await Task.WhenAll(first, stranger, known);
        Assert.Equal(["known", "stranger"], order);
    }

    [Fact]
    public async Task A_hash_that_throws_tells_its_caller_and_leaves_the_lane()
    {
        using var lanes = new HashLanes(lanes: 1, placesPerLane: 1);
        await Assert.ThrowsAsync<FormatException>(() => lanes.Run<bool>(false, () => throw new FormatException()));
        Assert.True(await lanes.Run(false, () => true));
    }

    [Fact]
    public void A_place_given_back_unused_can_be_taken_again()
    {
        using var lanes = new HashLanes(lanes: 1, placesPerLane: 1);
        lanes.Enter(false).Dispose();
        lanes.Enter(false).Dispose();
        using var taken = lanes.Enter(false);
        Assert.Throws<HashLanesBusy>(() => lanes.Enter(false));
    }

    private static void InterlockedMax(ref int most, int value)
    {
        for (var seen = most; value > seen; seen = Interlocked.CompareExchange(ref most, value, seen))
        {
        }
    }
}
