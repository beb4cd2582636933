using System.Buffers.Binary;

namespace Daypass.Server.Help;

/// <summary>The pictures of the articles, WebP files in wwwroot/help, taken at twice the size that they are shown in.</summary>
internal sealed class Pictures(IWebHostEnvironment host)
{
    private const int Sharpness = 2;
    private const int Header = 30;

    public static string Address(string file) => $"{HelpAddress.Start}/{file}";

    /// <summary>The size that it is shown in, so that the text beside it does not jump when it arrives.</summary>
    public (int Width, int Height) SizeOf(string file)
    {
        using var picture = host.WebRootFileProvider.GetFileInfo($"help/{file}").CreateReadStream();
        Span<byte> header = stackalloc byte[Header];
        picture.ReadExactly(header);

        // https://developers.google.com/speed/webp/docs/riff_container: "RIFF", length, "WEBP", then the first chunk. A browser writes
        // plain lossy ones: "VP8 ", length, three bytes of the frame's tag, its start code, and 14 bits for each side.
        if (!header[..4].SequenceEqual("RIFF"u8) || !header[8..16].SequenceEqual("WEBPVP8 "u8))
        {
            throw new InvalidOperationException($"{file} is no plain WebP.");
        }

        return (Side(header[26..]), Side(header[28..]));
    }

    private static int Side(ReadOnlySpan<byte> at) => (BinaryPrimitives.ReadUInt16LittleEndian(at) & 0x3FFF) / Sharpness;
}
