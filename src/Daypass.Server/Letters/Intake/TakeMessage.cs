using Daypass.Server.Audit;
using Daypass.Server.Letters.Files;
using Microsoft.EntityFrameworkCore;

namespace Daypass.Server.Letters.Intake;

internal enum TakenAs
{
    /// <summary>It was taken before.</summary>
    Before,
    Written,

    /// <summary>So much was refused on this day that it is counted only; the first of these says so.</summary>
    Counted,
    FirstCounted,
}

/// <summary>
/// Takes a message: a line for each of its files, with the content of those that may be letters. All of it or nothing, and once: a line's
/// key (mailbox, its validity, message, number of the file) is unique, and the line 0 stands for the message.
/// </summary>
internal sealed class TakeMessage(Store store, TimeProvider clock)
{
    private const string Counted = nameof(LetterProblem.TooManyRefused);
    private static readonly TimeSpan Day = TimeSpan.FromHours(24);

    public static string KeyOf(string mailbox, uint validity, uint message, int file = 0) => $"{mailbox}:{validity}:{message}:{file}";

    /// <summary>Which of these messages were taken before.</summary>
    public Task<HashSet<uint>> Known(string mailbox, uint validity, IReadOnlyCollection<uint> messages) => store.ReadAcross(async db =>
    {
        var keys = messages.ToDictionary(x => KeyOf(mailbox, validity, x), StringComparer.Ordinal);
        var known = await db.CaseLetters.Where(x => keys.Keys.Contains(x.MailboxKey!)).Select(x => x.MailboxKey!).ToListAsync();
        return known.Select(x => keys[x]).ToHashSet();
    });

    public Task<TakenAs> Run(string mailbox, uint validity, uint number, ArrivedMessage message) => store.WriteAcross(async db =>
    {
        // Of two servers at the same moment, one meets the unique key; its second run sees the other's line.
        var key = KeyOf(mailbox, validity, number);
        if (await db.CaseLetters.AnyAsync(x => x.MailboxKey == key))
        {
            return TakenAs.Before;
        }

        var now = clock.Now();
        var (refused, counted) = await RefusedToday(db, now);
        var files = message.Files;
        if (refused >= IntakeLimits.RefusedInADay && files.Any(x => x.Check is FileCheck.Refused))
        {
            files = [.. files.Where(x => x.Check is FileCheck.Taken)];
            if (files.Count == 0)
            {
                return Count(db, now, key, isFirst: !counted);
            }
        }

        // Lines are saved in the order of their ids: in one order for all, so that two who take this message never wait in a circle.
        var ids = files.Select(_ => Guid.CreateVersion7()).Order().ToList();
        foreach (var (index, file) in files.Index())
        {
            var letter = new CaseLetter
            {
                Id = ids[index],
                FirmId = Guid.Empty,
                Source = LetterSource.Mailbox,
                ReceivedAt = now,
                Sender = message.Sender,
                Subject = message.Subject,
                FileName = file.Name,
                Size = file.Size,
                MailboxKey = KeyOf(mailbox, validity, number, index),
            };
            Judge(db, letter, file);
            db.CaseLetters.Add(letter);
            var kind = letter.State == LetterState.Refused ? EventKind.LetterRefused : EventKind.LetterReceived;
            db.Record(now, Guid.Empty, kind, By.Job, facts: LetterFacts.Of(letter));
        }

        return TakenAs.Written;
    });

    /// <summary>How many lines of refused files there are of the last day, up to what may be; and whether some were only counted.</summary>
    private static async Task<(int Refused, bool Counted)> RefusedToday(DaypassDb db, DateTimeOffset now)
    {
        // Also those that an agent put away meanwhile.
        var today = db.CaseLetters.Where(x => x.Source == LetterSource.Mailbox && x.Type == null && x.ReceivedAt > now - Day);
        var refused = await today.Take(IntakeLimits.RefusedInADay).CountAsync();
        return (refused, refused >= IntakeLimits.RefusedInADay && await today.AnyAsync(x => x.Problem == Counted));
    }

    /// <summary>Nothing of what a stranger wrote is kept, and the record (which never shrinks) has one line for all of them.</summary>
    private static TakenAs Count(DaypassDb db, DateTimeOffset now, string key, bool isFirst)
    {
        var line = new CaseLetter { Id = Guid.CreateVersion7(), Source = LetterSource.Mailbox, State = LetterState.Refused, ReceivedAt = now, MailboxKey = key, Problem = Counted };
        db.CaseLetters.Add(line);
        if (isFirst)
        {
            db.Record(now, Guid.Empty, EventKind.LetterRefused, By.Job, facts: LetterFacts.Of(line));
        }

        return isFirst ? TakenAs.FirstCounted : TakenAs.Counted;
    }

    private static void Judge(DaypassDb db, CaseLetter letter, ArrivedFile file)
    {
        if (file.Check is FileCheck.Taken good)
        {
            (letter.State, letter.Type, letter.Sha256) = (LetterState.Unassigned, good.Type, good.Sha256);
            db.LetterContents.Add(new LetterContent { Id = letter.Id, FirmId = letter.FirmId, Bytes = file.Bytes });
        }
        else if (file.Check is FileCheck.Refused refused)
        {
            (letter.State, letter.Problem) = (LetterState.Refused, refused.Problem.ToString());
        }
    }
}
