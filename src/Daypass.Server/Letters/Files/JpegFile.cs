using System.Buffers.Binary;

namespace Daypass.Server.Letters.Files;

/// <summary>
/// JPEG (ITU-T T.81, annex B): segments from SOI to EOI. Phones append further whole pictures (brightness, depth); anything else behind
/// the end is no part of a picture.
/// </summary>
internal static class JpegFile
{
    private const byte StartOfImage = 0xD8, EndOfImage = 0xD9, StartOfScan = 0xDA, StandsAlone = 0x01;

    public static LetterProblem? Problem(ReadOnlySpan<byte> file)
    {
        var rest = file;
        do
        {
            if (Picture(ref rest) is { } problem)
            {
                return problem;
            }

            rest = rest.TrimStart((byte)0);
        }
        while (rest is [0xFF, StartOfImage, 0xFF, ..]);
        return rest.IsEmpty ? null : LetterProblem.TwoThingsInOne;
    }

    /// <summary>Goes through one picture; <paramref name="rest"/> is then what follows its end.</summary>
    private static LetterProblem? Picture(ref ReadOnlySpan<byte> rest)
    {
        var (hasFrame, hasScan) = (false, false);
        rest = rest[2..];
        while (rest.Length >= 2)
        {
            var marker = rest[1];
            if (rest[0] != 0xFF || marker is 0 or StartOfImage)
            {
                return LetterProblem.Damaged;
            }

            // B.1.1.2 Any marker may be preceded by fill bytes.
            var isAlone = marker is 0xFF or StandsAlone or EndOfImage || IsRestart(marker);
            rest = rest[(marker == 0xFF ? 1 : 2)..];
            if (marker == EndOfImage)
            {
                return hasFrame && hasScan ? null : LetterProblem.Damaged;
            }

            if (isAlone)
            {
                continue;
            }

            if (rest.Length < 2 || BinaryPrimitives.ReadUInt16BigEndian(rest) is var length && rest.Length < length)
            {
                return LetterProblem.Truncated;
            }

            if (length < 2 || (IsFrame(marker) && (hasFrame || length < 8)))
            {
                return LetterProblem.Damaged;
            }

            if (IsFrame(marker))
            {
                hasFrame = true;
                var (height, width) = (BinaryPrimitives.ReadUInt16BigEndian(rest[3..]), BinaryPrimitives.ReadUInt16BigEndian(rest[5..]));
                if (ImageSize.Problem(width, height) is { } problem)
                {
                    return problem;
                }
            }

            rest = rest[length..];
            if (marker == StartOfScan)
            {
                hasScan = true;
                rest = AfterScan(rest);
            }
        }

        return LetterProblem.Truncated;
    }

    /// <summary>B.1.1.5 In the data of a scan, 0xFF is followed by 0 or a restart marker; what else follows ends the scan.</summary>
    private static ReadOnlySpan<byte> AfterScan(ReadOnlySpan<byte> rest)
    {
        while (rest.IndexOf((byte)0xFF) is >= 0 and var at && at + 1 < rest.Length)
        {
            rest = rest[at..];
            if (rest[1] != 0 && !IsRestart(rest[1]))
            {
                return rest;
            }

            rest = rest[2..];
        }

        return [];
    }

    private static bool IsRestart(byte marker) => marker is >= 0xD0 and <= 0xD7;

    private static bool IsFrame(byte marker) => marker is >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC);
}
