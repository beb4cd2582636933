using Daypass.Server.Hosting;
using Daypass.Server.SignIn;
using Xunit;

namespace Daypass.Server.Tests.Security;

/// <summary>A crowd that guesses passwords must not fill the database's queue before everybody else.</summary>
public sealed class StrangersInTurn
{
    [Fact]
    public async Task As_many_strangers_as_processors_ask_at_once_and_a_known_browser_does_not_wait_for_them()
    {
        var places = new PasswordPlaces(store: null!, clock: TimeProvider.System);
        var (asking, answer) = (0, new TaskCompletionSource());
        var crowd = Enumerable.Range(0, Environment.ProcessorCount + 5).Select(_ => places.InTurn(stranger: true, async () =>
        {
            Interlocked.Increment(ref asking);
            await answer.Task;
            return true;
        })).ToList();
        Assert.Equal(Environment.ProcessorCount, asking);

        Assert.True(await places.InTurn(stranger: false, () => Task.FromResult(true)));

        answer.SetResult();
        await Task.WhenAll(crowd);
        Assert.Equal(crowd.Count, asking);
    }
}
