using System.Text;

namespace Daypass.Server.Letters.Files;

/// <summary>
/// Finds what gives a file a second meaning, wherever its own format would let it pass. An archive is read from its end, so one hides
/// in a comment as well as behind the last byte; a browser looks at the first kilobyte for a page, whatever it was told.
/// </summary>
internal static class ForeignParts
{
    /// <summary>What a ZIP's last record can be away from the end: itself and the longest comment.</summary>
    private const int ZipTail = 22 + 65535;
    private const int Sniffed = 1024;

    private static readonly string[] BeginningsOfPages = ["<!doctype", "<html", "<head", "<body", "<script", "<iframe", "<svg"];

    public static LetterProblem? In(ReadOnlySpan<byte> file, LetterType type)
    {
        var isTwo = file[^Math.Min(file.Length, ZipTail)..].IndexOf("PK\x05\x06"u8) >= 0
            || file.IndexOf("Rar!\x1A\x07"u8) >= 0
            || file.IndexOf(SevenZip) >= 0
            || BeginsAsPage(file)
            || HasScript(file)
            || (type != LetterType.Pdf && file[..Math.Min(file.Length, Sniffed)].IndexOf("%PDF-"u8) >= 0);
        return isTwo ? LetterProblem.TwoThingsInOne : null;
    }

    public static bool BeginsAsPage(ReadOnlySpan<byte> file)
    {
        var head = Encoding.Latin1.GetString(file[..Math.Min(file.Length, Sniffed)]);
        return BeginningsOfPages.Any(x => head.Contains(x, StringComparison.OrdinalIgnoreCase));
    }

    public static ReadOnlySpan<byte> SevenZip => [(byte)'7', (byte)'z', 0xBC, 0xAF, 0x27, 0x1C];

    /// <summary>Seven letters in any case do not come about by chance in 20 MB.</summary>
    private static bool HasScript(ReadOnlySpan<byte> file)
    {
        for (var at = 0; file[at..].IndexOf((byte)'<') is >= 0 and var next; at += next + 1)
        {
            var tag = file[(at + next)..];
            if (tag.Length >= 7 && Ascii.EqualsIgnoreCase(tag[..7], "<script"u8))
            {
                return true;
            }
        }

        return false;
    }
}
