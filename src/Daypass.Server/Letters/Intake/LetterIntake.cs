using Daypass.Server.Hosting;
using Microsoft.Extensions.Options;

namespace Daypass.Server.Letters.Intake;

/// <summary>Takes letters from the intake mailbox as long as the server runs; after trouble it comes again, each time after a longer pause.</summary>
internal sealed class LetterIntake(IntakeRound round, IOptions<DaypassOptions> options, ILogger<LetterIntake> log) : BackgroundService
{
    /// <summary>Each time is a sign-in, and mail providers count those.</summary>
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(5);

    internal static TimeSpan PauseAfter(int failures) =>
        failures > 10 ? LongestPause : TimeSpan.FromTicks(Math.Min(LongestPause.Ticks, FirstPause.Ticks << Math.Max(0, failures - 1)));

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var support = options.Value.Support;
        if (string.IsNullOrWhiteSpace(support.Intake.Host))
        {
            if (support.Listens)
            {
                log.NoIntake();
            }

            return;
        }

        try
        {
            await Go(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            await round.GiveUp();
        }
    }

    private async Task Go(CancellationToken stop)
    {
        var failures = 0;
        while (true)
        {
            var outcome = await round.Run(stop);
            failures = outcome == IntakeOutcome.Failed ? failures + 1 : 0;
            // Real time, also where the clock is replaced.
            await Task.Delay(outcome switch { IntakeOutcome.More => TimeSpan.Zero, IntakeOutcome.Failed => PauseAfter(failures), _ => Every }, stop);
        }
    }
}
