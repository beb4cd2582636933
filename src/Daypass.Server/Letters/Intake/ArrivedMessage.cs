using System.Text;
using Daypass.Server.Letters.Files;
using MimeKit;

namespace Daypass.Server.Letters.Intake;

/// <summary>A file that came by mail, and what the look at its content found.</summary>
/// <param name="Bytes">Empty where it was refused: what is refused is not kept.</param>
internal sealed record ArrivedFile(string Name, int Size, byte[] Bytes, FileCheck Check);

/// <summary>What a message brought: at least one line for the desk, of a letter or of why there is none.</summary>
internal sealed record ArrivedMessage(string Sender, string Subject, IReadOnlyList<ArrivedFile> Files)
{
    public const int LongestSender = 320;
    public const int LongestSubject = 300;

    // A message nested without end would be read by a method that calls itself as often.
    private static readonly ParserOptions Parsing = new() { MaxMimeDepth = 2 * IntakeLimits.Depth };

    /// <summary>Reads a message as it came from the mail server. Whatever its sender did, this has an answer.</summary>
    public static ArrivedMessage Read(Stream stream)
    {
        var cut = FirstParts(stream);
        MimeMessage message;
        try
        {
            // Persistent: the parts stay where they are in the stream, and are not copied.
            message = MimeMessage.Load(Parsing, cut ?? stream, persistent: true);
        }
        catch (FormatException)
        {
            return new ArrivedMessage("", "", [Nothing(LetterProblem.MessageUnreadable)]);
        }

        using (message)
        {
            var found = FilesOfMessage.In(message);
            var files = found.Files.Select(Read).ToList();
            if (found.Left || cut is not null)
            {
                files.Add(Nothing(LetterProblem.NotAllTaken));
            }
            else if (files.Count == 0)
            {
                files.Add(Nothing(LetterProblem.NothingAttached));
            }

            return new ArrivedMessage(SenderOf(message), Fit(message.Subject, LongestSubject), files);
        }
    }

    /// <summary>
    /// Each part costs memory many times what it weighs on the wire, so they are counted before they are read: every one begins with a line
    /// of its own that starts with two hyphens, which no line of base 64 does. A message of more is cut off there; null: it has fewer.
    /// </summary>
    private static MemoryStream? FirstParts(Stream stream)
    {
        var begun = stream.Position;
        var (place, lines, buffer) = (begun, 0, new byte[64 * 1024]);
        var (last, before) = ((byte)'\n', (byte)0);
        for (int read; lines <= IntakeLimits.PartLines && (read = stream.Read(buffer)) > 0;)
        {
            for (var i = 0; i < read && lines <= IntakeLimits.PartLines; i++, place++)
            {
                lines += buffer[i] == '-' && last == '-' && before == '\n' ? 1 : 0;
                (before, last) = (last, buffer[i]);
            }
        }

        stream.Position = begun;
        if (lines <= IntakeLimits.PartLines)
        {
            return null;
        }

        var first = new byte[place - begun];
        stream.ReadExactly(first);
        return new MemoryStream(first);
    }

    /// <summary>A message that is too large to be taken, by its beginning.</summary>
    public static ArrivedMessage TooLarge(Stream beginning)
    {
        var read = Read(beginning);
        return read with { Files = [Nothing(LetterProblem.MessageTooLarge)] };
    }

    /// <summary>One that was not read, so that nothing of it is known.</summary>
    public static ArrivedMessage GivenUp() => new("", "", [Nothing(LetterProblem.MessageGivenUp)]);

    private static ArrivedFile Read(MimePart part)
    {
        using var content = new MemoryStream();
        part.Content?.DecodeTo(content);
        var (name, bytes) = (LetterFileName.Clean(part.FileName), content.ToArray());
        var check = LetterFile.Check(bytes);
        return new ArrivedFile(name, bytes.Length, check is FileCheck.Taken ? bytes : [], check);
    }

    private static ArrivedFile Nothing(LetterProblem why) => new("", 0, [], new FileCheck.Refused(why));

    /// <summary>The address first: a name in front of it can be any other address.</summary>
    private static string SenderOf(MimeMessage message)
    {
        var from = message.From.Mailboxes.FirstOrDefault() ?? message.Sender;
        return from is null ? "" : Fit(string.IsNullOrWhiteSpace(from.Name) ? from.Address : $"{from.Address} ({from.Name})", LongestSender);
    }

    /// <summary>One line without control and bidi characters (Q19), cut between characters.</summary>
    private static string Fit(string? given, int longest)
    {
        var clean = DisplayText.Clean(given is { Length: > 10_000 } ? given[..10_000] : given);
        if (clean.Length <= longest)
        {
            return clean;
        }

        var kept = new StringBuilder();
        foreach (var rune in clean.EnumerateRunes().TakeWhile(x => kept.Length + x.Utf16SequenceLength < longest))
        {
            kept.Append(rune.ToString());
        }

        return $"{kept}…";
    }
}
