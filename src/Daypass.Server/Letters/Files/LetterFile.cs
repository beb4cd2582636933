using System.Security.Cryptography;

namespace Daypass.Server.Letters.Files;

/// <summary>What the look at a file's content found.</summary>
internal abstract record FileCheck
{
    internal sealed record Taken(LetterType Type, byte[] Sha256) : FileCheck;

    internal sealed record Refused(LetterProblem Problem) : FileCheck;
}

// The policy of what is taken as a letter (H3, Q19). Anybody may send one, so a file is judged by its bytes alone:
//   1. 1 byte to 20 MB.
//   2. It begins, at its first byte, as a PDF, PNG, JPEG or TIFF.
//   3. It is nothing else as well: no page, script or archive in front of it, behind it or inside it.
//   4. It is whole: built as its kind asks for, up to its end.
//   5. It is of a size that paper has: pixels, pages, and what it unpacks to.
// This keeps out what would mislead people or a browser. It is no proof that a file is harmless to a renderer: that one is confined.

internal static class LetterFile
{
    public const int MaxBytes = 20 * 1024 * 1024;

    public static FileCheck Check(ReadOnlySpan<byte> file)
    {
        if (file.IsEmpty)
        {
            return new FileCheck.Refused(LetterProblem.Empty);
        }

        if (file.Length > MaxBytes)
        {
            return new FileCheck.Refused(LetterProblem.TooLarge);
        }

        if (FirstBytes.TypeOf(file) is not { } type)
        {
            return new FileCheck.Refused(FirstBytes.WhyNot(file));
        }

        return (ForeignParts.In(file, type) ?? ProblemOf(file, type)) is { } problem
            ? new FileCheck.Refused(problem)
            : new FileCheck.Taken(type, SHA256.HashData(file));
    }

    private static LetterProblem? ProblemOf(ReadOnlySpan<byte> file, LetterType type) => type switch
    {
        LetterType.Pdf => PdfFile.Problem(file),
        LetterType.Png => PngFile.Problem(file),
        LetterType.Jpeg => JpegFile.Problem(file),
        LetterType.Tiff => TiffFile.Problem(file),
        _ => LetterProblem.UnknownKind,
    };
}
