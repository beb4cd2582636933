using System.Text;

namespace Daypass.Server.Letters.Files;

/// <summary>Tells a file by how it begins. What is no letter gets a name where people commonly send it, so that they learn what to send instead.</summary>
internal static class FirstBytes
{
    public static LetterType? TypeOf(ReadOnlySpan<byte> file) => file switch
    {
        _ when file.StartsWith("%PDF-"u8) => LetterType.Pdf,
        [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A, ..] => LetterType.Png,
        [0xFF, 0xD8, 0xFF, ..] => LetterType.Jpeg,
        [(byte)'I', (byte)'I', 42, 0, ..] or [(byte)'M', (byte)'M', 0, 42, ..] => LetterType.Tiff,
        _ => null,
    };

    public static LetterProblem WhyNot(ReadOnlySpan<byte> file)
    {
        var head = Head(file);
        return file switch
        {
            // Readers look for a PDF's header in the first kilobyte: what stands before it has a meaning of its own.
            _ when head.Contains("%pdf-", StringComparison.Ordinal) => LetterProblem.TwoThingsInOne,
            [(byte)'P', (byte)'K', 3, 4, ..] => IsOffice(file) ? LetterProblem.Office : LetterProblem.Archive,
            [(byte)'P', (byte)'K', 5, 6, ..] or [0x1F, 0x8B, ..] => LetterProblem.Archive,
            _ when file.StartsWith("Rar!\x1A\x07"u8) || file.StartsWith(ForeignParts.SevenZip) => LetterProblem.Archive,
            [0xD0, 0xCF, 0x11, 0xE0, ..] => LetterProblem.Office,
            _ when file.StartsWith("{\\rtf"u8) => LetterProblem.Office,
            [_, _, _, _, (byte)'f', (byte)'t', (byte)'y', (byte)'p', ..] when IsPhotograph(file) => LetterProblem.PhonePhotograph,
            _ when head.Contains("<svg", StringComparison.Ordinal) => LetterProblem.Svg,
            _ when ForeignParts.BeginsAsPage(file) => LetterProblem.Html,
            _ => LetterProblem.UnknownKind,
        };
    }

    private static bool IsOffice(ReadOnlySpan<byte> zip) =>
        zip.IndexOf("[Content_Types].xml"u8) >= 0 || zip[..Math.Min(zip.Length, 256)].IndexOf("application/vnd."u8) >= 0;

    /// <summary>ISO base media (HEIF, 23008-12): the brand after "ftyp".</summary>
    private static bool IsPhotograph(ReadOnlySpan<byte> file) =>
        file.Length >= 12 && Encoding.ASCII.GetString(file[8..12]) is "heic" or "heix" or "hevc" or "mif1" or "msf1" or "avif";

    private static string Head(ReadOnlySpan<byte> file) => Encoding.Latin1.GetString(file[..Math.Min(file.Length, 1024)]).ToLowerInvariant();
}
