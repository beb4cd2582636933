using System.Buffers.Binary;
using System.Text;

namespace Daypass.Server.Help;

/// <summary>The pictures of the articles, WebP files in wwwroot/help, taken at twice the size that they are shown in.</summary>
internal sealed class Pictures(IWebHostEnvironment host)
{
    private const int Sharpness = 2;
    private const int Header = 30;

    public static string Address(string file) => $"{HelpAddress.Start}/{file}";

    /// <summary>
    /// The size that it is shown in, so that the text beside it does not jump when it arrives. Null where it is not there: nothing else on
    /// a page depends on a picture.
    /// </summary>
    public (int Width, int Height)? SizeOf(string file)
    {
        var info = host.WebRootFileProvider.GetFileInfo($"help/{file}");
        if (!info.Exists)
        {
            return null;
        }

        using var picture = info.CreateReadStream();
        Span<byte> header = stackalloc byte[Header];
        picture.ReadExactly(header);

        // https://developers.google.com/speed/webp/docs/riff_container: "RIFF", length, "WEBP", then the first chunk. "VP8 ": length, the
        // frame's tag of three bytes, its start code, 14 bits for each side. "VP8X" (with a colour profile): length, four bytes of flags,
        // 24 bits for each side less one.
        return header[..4].SequenceEqual("RIFF"u8) ? Encoding.ASCII.GetString(header[8..16]) switch
        {
            "WEBPVP8 " => (Shown(Short(header[26..])), Shown(Short(header[28..]))),
            "WEBPVP8X" => (Shown(Short(header[24..]) + 1), Shown(Short(header[27..]) + 1)),
            _ => throw NoPicture(file),
        }
        : throw NoPicture(file);
    }

    /// <summary>No picture here has more than 14 bits to a side.</summary>
    private static int Short(ReadOnlySpan<byte> at) => BinaryPrimitives.ReadUInt16LittleEndian(at) & 0x3FFF;

    private static int Shown(int side) => side / Sharpness;

    private static InvalidOperationException NoPicture(string file) => new($"{file} is no WebP that is understood here.");
}
