using System.IO.Compression;

namespace Daypass.Server.Letters.Files;

/// <summary>
/// Unpacks each deflated stream of a PDF, keeping nothing, to see how large it becomes: a thousandfold is possible once, a millionfold
/// when packed twice. What is packed otherwise, or hidden, meets the limits of the renderer.
/// </summary>
internal static class PdfStreams
{
    /// <summary>A page of A4 in colour at 600 dots per inch is 104 million bytes.</summary>
    internal const long MaxStream = 128 * 1024 * 1024;
    internal const long MaxAll = 512 * 1024 * 1024;

    /// <summary>Thirty pages have some hundreds.</summary>
    internal const int MaxStreams = 10_000;

    public static unsafe LetterProblem? Problem(ReadOnlySpan<byte> file)
    {
        var (all, count, buffer) = (0L, 0, new byte[64 * 1024]);
        fixed (byte* start = file)
        {
            for (var at = 0; file[at..].IndexOf("stream"u8) is >= 0 and var next;)
            {
                at += next + 6;
                if (file[..(at - 6)].EndsWith("end"u8))
                {
                    continue;
                }

                if (++count > MaxStreams)
                {
                    return LetterProblem.Damaged;
                }

                if (IsPackedTwice(file[..(at - 6)]))
                {
                    return LetterProblem.UnpacksTooLarge;
                }

                var body = at + LineEnd(file[at..]);
                using var packed = new UnmanagedMemoryStream(start + body, file.Length - body);
                var size = Unpacked(packed, buffer, Math.Min(MaxStream, MaxAll - all) + 1);
                all += size;
                if (size > MaxStream || all > MaxAll)
                {
                    return LetterProblem.UnpacksTooLarge;
                }
            }
        }

        return null;
    }

    /// <summary>7.4.1 A stream's dictionary stands before it and names its filters. No honest program packs twice.</summary>
    private static bool IsPackedTwice(ReadOnlySpan<byte> before)
    {
        var near = before[Math.Max(0, before.Length - 2048)..];
        var dictionary = near[(near.LastIndexOf("obj"u8) + 1)..];
        return dictionary.Count("/FlateDecode"u8) + dictionary.Count("/LZWDecode"u8) > 1;
    }

    /// <summary>7.3.8.1 The keyword is followed by CR LF or LF.</summary>
    private static int LineEnd(ReadOnlySpan<byte> rest) => rest switch
    {
        [(byte)'\r', (byte)'\n', ..] => 2,
        [(byte)'\n' or (byte)'\r', ..] => 1,
        _ => 0,
    };

    /// <summary>Bytes that come out, counted up to <paramref name="enough"/>; 0 of what is not deflated.</summary>
    private static long Unpacked(UnmanagedMemoryStream packed, byte[] buffer, long enough)
    {
        var size = 0L;
        try
        {
            using var unpacking = new ZLibStream(packed, CompressionMode.Decompress, leaveOpen: true);
            while (size < enough && unpacking.Read(buffer) is > 0 and var read)
            {
                size += read;
            }
        }
        catch (InvalidDataException)
        {
            // Packed otherwise, or not at all, or damaged: what came out until then is what counts.
        }

        return size;
    }
}
