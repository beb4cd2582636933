using Daypass.Server.Audit;
using Daypass.Server.Letters.Files;
using Microsoft.EntityFrameworkCore;

namespace Daypass.Server.Letters.Intake;

/// <summary>
/// Takes a message: a line for each of its files, with the content of those that may be letters. All of it or nothing, and once: a line's
/// key (mailbox, its validity, message, number of the file) is unique, and the line 0 stands for the message.
/// </summary>
internal sealed class TakeMessage(Store store, TimeProvider clock)
{
    public static string KeyOf(string mailbox, uint validity, uint message, int file = 0) => $"{mailbox}:{validity}:{message}:{file}";

    /// <summary>Which of these messages were taken before.</summary>
    public Task<HashSet<uint>> Known(string mailbox, uint validity, IReadOnlyCollection<uint> messages) => store.ReadAcross(async db =>
    {
        var keys = messages.ToDictionary(x => KeyOf(mailbox, validity, x), StringComparer.Ordinal);
        var known = await db.CaseLetters.Where(x => keys.Keys.Contains(x.MailboxKey!)).Select(x => x.MailboxKey!).ToListAsync();
        return known.Select(x => keys[x]).ToHashSet();
    });

    /// <summary>False where it was taken before.</summary>
    public Task<bool> Run(string mailbox, uint validity, uint number, ArrivedMessage message) => store.WriteAcross(async db =>
    {
        // Of two servers at the same moment, one meets the unique key; its second run sees the other's line.
        var key = KeyOf(mailbox, validity, number);
        if (await db.CaseLetters.AnyAsync(x => x.MailboxKey == key))
        {
            return false;
        }

        var now = clock.Now();
        foreach (var (index, file) in message.Files.Index())
        {
            var letter = new CaseLetter
            {
                Id = Guid.CreateVersion7(),
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

        return true;
    });

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
