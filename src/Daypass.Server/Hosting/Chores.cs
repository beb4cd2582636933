namespace Daypass.Server.Hosting;

/// <summary>Something that time asks for, and nobody else: done again and again, by every server, so it must not mind being done twice.</summary>
internal interface IChore
{
    Task Do(CancellationToken stop);
}

/// <summary>Does the chores, one after the other, every half minute. One that fails is logged and tried again at the next round.</summary>
internal sealed class Chores(IEnumerable<IChore> chores, TimeProvider clock, ILogger<Chores> log) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(30);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, clock);
        do
        {
            foreach (var chore in chores)
            {
                try
                {
                    await chore.Do(stoppingToken);
                }
                catch (Exception why) when (why is not OperationCanceledException)
                {
                    log.LogError(why, "The chore {Chore} failed and is tried again in {Seconds} s", chore.GetType().Name, Every.TotalSeconds);
                }
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }
}
