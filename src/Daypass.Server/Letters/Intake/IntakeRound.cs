using Daypass.Server.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Daypass.Server.Letters.Intake;

/// <summary>How a round went.</summary>
internal enum IntakeOutcome
{
    /// <summary>All that was there was taken.</summary>
    Done,

    /// <summary>More is there: go on.</summary>
    More,

    /// <summary>Another server reads the mailbox.</summary>
    NotOurTurn,

    /// <summary>Too many letters wait for an agent: what comes waits on the mail server.</summary>
    Full,
    Failed,
}

/// <summary>
/// One round: connect, take what is there, mark it, leave. A message is written down before it is marked: a crash in between has it looked
/// at again, and found taken. A message at which a round broke off comes last in the next ones, so that no message can hold up the others.
/// </summary>
internal sealed class IntakeRound(Store store, IntakeTurn turn, TakeMessage take, ReadingTries tries, IOptions<DaypassOptions> options, ILogger<IntakeRound> log)
{
    private const int AskedAtOnce = 500;

    private readonly IntakeOptions _options = options.Value.Support.Intake;
    private readonly Guid _server = Guid.NewGuid();
    private readonly HashSet<(uint Validity, uint Message)> _brokeOff = [];

    /// <summary>Since when it fails, and with what: said once, not every time.</summary>
    private string? _failure;

    public async Task<IntakeOutcome> Run(CancellationToken stop)
    {
        var mailbox = IntakeTurn.NameOf(_options);
        try
        {
            if (!await turn.Take(mailbox, _server))
            {
                return IntakeOutcome.NotOurTurn;
            }

            var (outcome, waiting) = await Read(mailbox, stop);
            await turn.Leave(mailbox, _server, waiting);
            Recovered();
            return outcome;
        }
        catch (Exception problem) when (!stop.IsCancellationRequested)
        {
            return await Failed(mailbox, problem);
        }
    }

    /// <summary>The server stops: another may go on at once.</summary>
    public Task GiveUp() => turn.Release(IntakeTurn.NameOf(_options), _server);

    private async Task<(IntakeOutcome Outcome, int Waiting)> Read(string mailbox, CancellationToken stop)
    {
        using var box = await ImapMailbox.Open(_options, log, stop);
        var messages = await New(mailbox, box, stop);
        var left = messages.Count;
        foreach (var message in messages.Take(IntakeLimits.MessagesInARound))
        {
            if (await IsFull())
            {
                log.IntakeIsFull(left);
                await box.Close(stop);
                return (IntakeOutcome.Full, left);
            }

            if (!await turn.Take(mailbox, _server))
            {
                return (IntakeOutcome.NotOurTurn, left);
            }

            await Take(mailbox, box, message, stop);
            left--;
        }

        await box.Close(stop);
        return (left > 0 ? IntakeOutcome.More : IntakeOutcome.Done, left);
    }

    private async Task Take(string mailbox, ImapMailbox box, uint message, CancellationToken stop)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
        limit.CancelAfter(IntakeLimits.MessageTakesAtMost);
        // Until it is done with: wherever it breaks off.
        var survived = !_brokeOff.Add((box.Validity, message));
        var arrived = await Read(mailbox, box, message, survived, limit.Token);
        var taken = await take.Run(mailbox, box.Validity, message, arrived);
        await box.MarkAsTaken(message, limit.Token);
        _brokeOff.Remove((box.Validity, message));
        switch (taken)
        {
            case TakenAs.Written:
                log.MessageTaken(message, arrived.Files.Count(x => x.Bytes.Length > 0), arrived.Files.Count(x => x.Bytes.Length == 0));
                break;
            case TakenAs.FirstCounted:
                log.TooManyRefused(IntakeLimits.RefusedInADay);
                break;
        }
    }

    /// <summary>Reads it; or sets it aside unread, where the process went down with it before.</summary>
    private async Task<ArrivedMessage> Read(string mailbox, ImapMailbox box, uint message, bool survived, CancellationToken stop)
    {
        var key = TakeMessage.KeyOf(mailbox, box.Validity, message);
        if (!await tries.Begin(key, survived))
        {
            log.MessageGivenUp(message, ReadingTries.Most);
            return ArrivedMessage.GivenUp();
        }

        try
        {
            return await box.Read(message, stop);
        }
        finally
        {
            await tries.End(key);
        }
    }

    /// <summary>What is there and was not taken. What was taken and not marked (a crash) is marked now.</summary>
    private async Task<List<uint>> New(string mailbox, ImapMailbox box, CancellationToken stop)
    {
        var found = new List<uint>();
        foreach (var some in (await box.Messages(stop)).Chunk(AskedAtOnce))
        {
            var known = await take.Known(mailbox, box.Validity, some);
            foreach (var message in known)
            {
                await box.MarkAsTaken(message, stop);
            }

            found.AddRange(some.Where(x => !known.Contains(x)));
        }

        return [.. found.OrderBy(x => _brokeOff.Contains((box.Validity, x))).ThenBy(x => x)];
    }

    private Task<bool> IsFull() => store.Read(Guid.Empty, async db =>
    {
        // What an agent put away makes room: otherwise a flood of junk would close the mailbox until it is forgotten.
        var waiting = db.CaseLetters.Where(x => x.CaseId == null && x.State == LetterState.Unassigned);
        return await waiting.CountAsync() >= IntakeLimits.WaitingLetters
            || await waiting.SumAsync(x => (long)x.Size) >= IntakeLimits.WaitingBytes;
    });

    private async Task<IntakeOutcome> Failed(string mailbox, Exception problem)
    {
        var isTrouble = ImapMailbox.IsTrouble(problem) || problem is OperationCanceledException;
        var why = problem is OperationCanceledException ? "no answer in time" : isTrouble ? Short(problem) : problem.GetType().Name;
        if (why != _failure)
        {
            _failure = why;
            log.IntakeFails(_options.Host, _options.Port, why, isTrouble ? null : problem);
        }

        try
        {
            await turn.LeaveFailed(mailbox, _server, why);
        }
        catch (Exception silent) when (silent is not OutOfMemoryException)
        {
            // The database is away as well: the claim ends by itself.
            log.LogDebug(silent, "The intake's failure could not be written down");
        }

        return IntakeOutcome.Failed;
    }

    private void Recovered()
    {
        if (_failure is not null)
        {
            _failure = null;
            log.IntakeGoesOn(_options.Host, _options.Port);
        }
    }

    private static string Short(Exception problem)
    {
        var why = DisplayText.Clean(problem switch
        {
            MailKit.Security.SslHandshakeException { InnerException: { } tls } => "no TLS with it: " + tls.Message,
            MailKit.FolderNotFoundException folder => $"it has no folder {folder.FolderName}",
            _ => problem.Message,
        }).TrimEnd('.');
        return why.Length <= 300 ? why : why[..300];
    }
}
