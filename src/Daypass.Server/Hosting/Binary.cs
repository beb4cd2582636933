using System.Buffers.Text;

namespace Daypass.Server.Hosting;

/// <summary>Bytes in JSON and in signed text: base 64 for addresses, without padding (RFC 4648, sections 5 and 3.2).</summary>
internal static class Binary
{
    public static string Write(ReadOnlySpan<byte> bytes) => Base64Url.EncodeToString(bytes);

    /// <summary>So many bytes exactly, in their one spelling; null: anything else.</summary>
    public static byte[]? TryRead(string? text, int length)
    {
        if (text is null || text.Length != Base64Url.GetEncodedLength(length) || !Base64Url.IsValid(text))
        {
            return null;
        }

        // The decoder is lenient: it passes over spaces and padding.
        var bytes = Base64Url.DecodeFromChars(text);
        return bytes.Length == length && Write(bytes) == text ? bytes : null;
    }
}
