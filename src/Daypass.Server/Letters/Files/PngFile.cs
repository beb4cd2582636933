using System.Buffers.Binary;

namespace Daypass.Server.Letters.Files;

/// <summary>PNG (ISO/IEC 15948): a signature, then chunks of length, name, data and checksum, from IHDR to IEND.</summary>
internal static class PngFile
{
    private const int Signature = 8, Frame = 12;

    public static LetterProblem? Problem(ReadOnlySpan<byte> file)
    {
        // 11.2.2 IHDR comes first, 13 bytes: width, height, and how pixels are written.
        var rest = file[Signature..];
        if (rest.Length < Frame + 13 || !rest[4..8].SequenceEqual("IHDR"u8) || BinaryPrimitives.ReadUInt32BigEndian(rest) != 13)
        {
            return rest.Length < Frame + 13 ? LetterProblem.Truncated : LetterProblem.Damaged;
        }

        var (width, height) = Size(file);
        return ImageSize.Problem(width, height) ?? Chunks(rest);
    }

    /// <summary>Of a file that begins as a PNG and is long enough to say.</summary>
    public static (uint Width, uint Height) Size(ReadOnlySpan<byte> file) =>
        (BinaryPrimitives.ReadUInt32BigEndian(file[16..]), BinaryPrimitives.ReadUInt32BigEndian(file[20..]));

    private static LetterProblem? Chunks(ReadOnlySpan<byte> rest)
    {
        var hasData = false;
        while (rest.Length >= Frame)
        {
            var length = BinaryPrimitives.ReadUInt32BigEndian(rest);
            var name = rest[4..8];
            if (name.ContainsAnyExcept(Letters))
            {
                return LetterProblem.Damaged;
            }

            if (length > rest.Length - Frame)
            {
                return LetterProblem.Truncated;
            }

            hasData |= name.SequenceEqual("IDAT"u8);
            var isEnd = name.SequenceEqual("IEND"u8);
            rest = rest[(Frame + (int)length)..];
            if (isEnd)
            {
                // 11.2.5 IEND is the end of the file.
                return !hasData ? LetterProblem.Damaged : rest.IsEmpty ? null : LetterProblem.TwoThingsInOne;
            }
        }

        return LetterProblem.Truncated;
    }

    private static readonly System.Buffers.SearchValues<byte> Letters =
        System.Buffers.SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"u8);
}
