using System.IO.Compression;

namespace Daypass.Server.Letters.Files;

/// <param name="Read">Bytes that were given to be unpacked, in all.</param>
internal readonly record struct PdfStreamsFound(LetterProblem? Problem, long Read);

// Unpacks each deflated stream of a PDF, keeping nothing, to see how large it becomes: a thousandfold is possible once, a millionfold
// when packed twice. A file may be built to keep this look busy: streams that lie in each other, each read to the end of the file. So not
// only what comes out is bounded, but also how many are looked at and what goes in, each once and a little more. What is packed otherwise,
// or hidden, meets the limits of the renderer.

internal static class PdfStreams
{
    /// <summary>A page of A4 in colour at 600 dots per inch is 104 million bytes.</summary>
    internal const long MaxStream = 128 * 1024 * 1024;
    internal const long MaxAll = 512 * 1024 * 1024;

    /// <summary>Thirty pages have some hundreds.</summary>
    internal const int MaxStreams = 10_000;

    /// <summary>How often the file may be read through. Honest streams do not overlap, and are read once in all.</summary>
    internal const int Readings = 4;

    public static LetterProblem? Problem(ReadOnlySpan<byte> file) => Look(file).Problem;

    internal static PdfStreamsFound Look(ReadOnlySpan<byte> file)
    {
        var (unpacked, read, count, end, buffer) = (0L, 0L, 0, 0, new byte[64 * 1024]);
        for (var at = 0; file[at..].IndexOf("stream"u8) is >= 0 and var next;)
        {
            at += next + 6;
            var dictionary = file[..(at - 6)];
            if (dictionary.EndsWith("end"u8))
            {
                continue;
            }

            if (++count > MaxStreams)
            {
                return new(LetterProblem.Damaged, read);
            }

            if (IsPackedTwice(dictionary))
            {
                return new(LetterProblem.UnpacksTooLarge, read);
            }

            var body = at + LineEnd(file[at..]);
            if (!IsDeflated(file[body..]))
            {
                continue;
            }

            // The next end at or behind here; found once, it serves all streams before it.
            end = end >= body ? end : EndOf(file, body);
            read += end - body;
            if (read > (long)Readings * file.Length)
            {
                return new(LetterProblem.Damaged, read);
            }

            var size = Unpacked(file[body..end], buffer, Math.Min(MaxStream, MaxAll - unpacked) + 1);
            unpacked += size;
            if (size > MaxStream || unpacked > MaxAll)
            {
                return new(LetterProblem.UnpacksTooLarge, read);
            }
        }

        return new(null, read);
    }

    private static int EndOf(ReadOnlySpan<byte> file, int from) =>
        file[from..].IndexOf("endstream"u8) is >= 0 and var length ? from + length : file.Length;

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

    /// <summary>RFC 1950, section 2.2: the method is 8, the two bytes are a multiple of 31.</summary>
    private static bool IsDeflated(ReadOnlySpan<byte> body) => body.Length > 2 && (body[0] & 0x0F) == 8 && ((body[0] << 8) | body[1]) % 31 == 0;

    /// <summary>Bytes that come out, counted up to <paramref name="enough"/>.</summary>
    private static unsafe long Unpacked(ReadOnlySpan<byte> body, byte[] buffer, long enough)
    {
        var size = 0L;
        fixed (byte* start = body)
        {
            using var packed = new UnmanagedMemoryStream(start, body.Length);
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
                // Damaged, or something else that only began like it: what came out until then is what counts.
            }
        }

        return size;
    }
}
