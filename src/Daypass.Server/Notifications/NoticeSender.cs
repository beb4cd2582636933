namespace Daypass.Server.Notifications;

/// <summary>
/// Sends what waits in the outbox, as long as the server runs. A few at a time, outside of every transaction: a slow mail server
/// slows mails, nothing else.
/// </summary>
internal sealed class NoticeSender(Outbox outbox, MailWriter writer, ILogger<NoticeSender> log, IMailTransport? transport = null) : BackgroundService
{
    public static readonly TimeSpan SendingTakesAtMost = TimeSpan.FromSeconds(60);
    private const int Lanes = 4;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan PauseAfterTrouble = TimeSpan.FromSeconds(5);

    private readonly SemaphoreSlim _turnToLook = new(1, 1);

    public override void Dispose()
    {
        _turnToLook.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (transport is null)
        {
            log.NoMailServer();
            return;
        }

        await Task.WhenAll(Enumerable.Range(0, Lanes).Select(_ => Lane(transport, stoppingToken)));
    }

    private async Task Lane(IMailTransport by, CancellationToken stop)
    {
        try
        {
            while (true)
            {
                await Send(await Next(stop), by, stop);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
        }
    }

    /// <summary>Waits for a notice. One lane looks, the others queue behind it.</summary>
    private async Task<Letter> Next(CancellationToken stop)
    {
        await _turnToLook.WaitAsync(stop);
        try
        {
            while (true)
            {
                // Real time, also where the clock is replaced: the clock says what is due, not how often to look.
                var pause = Pause;
                try
                {
                    stop.ThrowIfCancellationRequested();
                    if (await outbox.TakeNext() is { } letter)
                    {
                        return letter;
                    }
                }
                catch (Exception trouble) when (trouble is not OperationCanceledException)
                {
                    log.OutboxNotReached(trouble);
                    pause = PauseAfterTrouble;
                }

                await Task.Delay(pause, stop);
            }
        }
        finally
        {
            _turnToLook.Release();
        }
    }

    private async Task Send(Letter letter, IMailTransport by, CancellationToken stop)
    {
        try
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
            limit.CancelAfter(SendingTakesAtMost);
            await WriteDown(letter, await Outcome(letter, by, limit.Token));
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            await outbox.Release(letter);
        }
        catch (OperationCanceledException)
        {
            await outbox.TryLater(letter, "no answer in time");
        }
        catch (Exception trouble)
        {
            // The database is away: the claim ends by itself, and the mail goes out once more.
            log.OutboxNotReached(trouble);
        }
        finally
        {
            outbox.PutDown(letter);
        }
    }

    private async Task<MailOutcome> Outcome(Letter letter, IMailTransport by, CancellationToken stop)
    {
        try
        {
            return writer.Write(letter) is { } mail
                ? await by.Send(mail, stop)
                : new MailOutcome.Refused("this is no address that mail can be sent to");
        }
        catch (Exception bug) when (bug is not OperationCanceledException)
        {
            // One mail that cannot be written must not stop the others.
            log.NoticeBroken(bug, letter.Notice.Id, letter.Notice.Kind);
            return new MailOutcome.TryAgain(bug.GetType().Name);
        }
    }

    private Task WriteDown(Letter letter, MailOutcome outcome) => outcome switch
    {
        MailOutcome.Delivered => outbox.Delivered(letter),
        MailOutcome.TryAgain notNow => outbox.TryLater(letter, notNow.Why),
        MailOutcome.Refused refused => outbox.Refused(letter, refused.Why),
        _ => throw new ArgumentOutOfRangeException(nameof(outcome), outcome, null),
    };
}
