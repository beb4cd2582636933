namespace Daypass.Server.Letters.Files;

/// <summary>PDF (ISO 32000): from its header to its last <c>%%EOF</c>, with nothing behind it, open to everybody, and of a size when unpacked.</summary>
internal static class PdfFile
{
    public static LetterProblem? Problem(ReadOnlySpan<byte> file)
    {
        // 7.5.2 The header: %PDF-1.n or %PDF-2.n.
        if (file.Length < 8 || file[5] is not ((byte)'1' or (byte)'2') || file[6] != '.' || !char.IsAsciiDigit((char)file[7]))
        {
            return LetterProblem.Damaged;
        }

        // 7.5.5 The end. Scanners pad files with zeros.
        var end = file.LastIndexOf("%%EOF"u8);
        if (end < 0)
        {
            return LetterProblem.Truncated;
        }

        if (file[(end + 5)..].ContainsAnyExcept(WhiteSpace))
        {
            return LetterProblem.TwoThingsInOne;
        }

        return IsEncrypted(file) ? LetterProblem.Encrypted : PdfStreams.Problem(file);
    }

    /// <summary>7.6.2 The trailer names the encryption dictionary, always in clear.</summary>
    private static bool IsEncrypted(ReadOnlySpan<byte> file)
    {
        for (var at = 0; file[at..].IndexOf("/Encrypt"u8) is >= 0 and var next;)
        {
            at += next + 8;
            if (at >= file.Length || !char.IsAsciiLetterOrDigit((char)file[at]))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>7.2.3, table 1.</summary>
    private static readonly System.Buffers.SearchValues<byte> WhiteSpace = System.Buffers.SearchValues.Create("\0\t\n\f\r "u8);
}
