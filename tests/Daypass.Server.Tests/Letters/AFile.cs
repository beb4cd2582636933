using System.Globalization;
using System.IO.Compression;
using System.Text;
using BitMiracle.LibTiff.Classic;
using SkiaSharp;

namespace Daypass.Server.Tests.Letters;

/// <summary>Files as people send them, made here: each is a whole and honest letter that a test then changes in one place.</summary>
internal static class AFile
{
    /// <summary>The smallest PDF of this many pages, with a line of text on each. Its table of offsets is left to be found by the reader.</summary>
    /// <param name="content">What the pages draw; else a line of text.</param>
    /// <param name="dictionary">Added to the dictionary of the content.</param>
    /// <param name="trailer">Added to the trailer.</param>
    public static byte[] Pdf(int pages = 1, byte[]? content = null, string dictionary = "", string trailer = "", string size = "0 0 595 842")
    {
        var drawing = content ?? "BT /F1 24 Tf 72 720 Td (Please let me in again. Mara Alder) Tj ET"u8.ToArray();
        using var to = new MemoryStream();
        Line(to, "%PDF-1.4");
        Line(to, "1 0 obj << /Type /Catalog /Pages 2 0 R >> endobj");
        Line(to, $"2 0 obj << /Type /Pages /Count {Text(pages)} /Kids [{string.Join(' ', Enumerable.Range(0, pages).Select(x => $"{Text(x + 5)} 0 R"))}] >> endobj");
        Line(to, "3 0 obj << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> endobj");
        Line(to, $"4 0 obj << /Length {Text(drawing.Length)} {dictionary} >>");
        Line(to, "stream");
        to.Write(drawing);
        Line(to, "\nendstream endobj");
        for (var page = 0; page < pages; page++)
        {
            Line(to, $"{Text(page + 5)} 0 obj << /Type /Page /Parent 2 0 R /MediaBox [{size}] /Contents 4 0 R /Resources << /Font << /F1 3 0 R >> >> >> endobj");
        }

        Line(to, $"trailer << /Root 1 0 R /Size {Text(pages + 5)} {trailer} >>");
        Line(to, "startxref\n0\n%%EOF");
        return to.ToArray();
    }

    /// <summary>Sheets of glass, one laid in the other: a renderer keeps a picture of the whole page for each.</summary>
    public static byte[] PdfOfManyLayers()
    {
        const int layers = 99;
        var forms = Enumerable.Range(0, layers).Select(x => $"{Text(x + 10)} 0 obj << /Type /XObject /Subtype /Form /BBox [0 0 595 842] "
            + $"/Group << /S /Transparency /I true >> /Resources << /ExtGState << /G << /ca 0.5 >> >> /XObject << /F {Text(x + 11)} 0 R >> >> "
            + $"/Length 12 >>\nstream\n/G gs /F Do \nendstream endobj\n");
        var page = "1 0 obj << /Type /Catalog /Pages 2 0 R >> endobj\n2 0 obj << /Type /Pages /Count 1 /Kids [3 0 R] >> endobj\n"
            + "3 0 obj << /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /XObject << /F 10 0 R >> /ExtGState << /G << /ca 0.5 >> >> >> >> endobj\n"
            + "4 0 obj << /Length 12 >>\nstream\n/G gs /F Do \nendstream endobj\n";
        var last = $"{Text(layers + 10)} 0 obj << /Type /XObject /Subtype /Form /BBox [0 0 595 842] /Length 18 >>\nstream\n0 0 500 500 re f   \nendstream endobj\n";
        return Encoding.Latin1.GetBytes($"%PDF-1.4\n{page}{string.Concat(forms)}{last}trailer << /Root 1 0 R >>\nstartxref\n0\n%%EOF\n");
    }

    public static byte[] Deflated(byte[] data)
    {
        using var to = new MemoryStream();
        using (var packing = new ZLibStream(to, CompressionLevel.Optimal))
        {
            packing.Write(data);
        }

        return to.ToArray();
    }

    public static byte[] Png(int width = 300, int height = 400) => Image(SKEncodedImageFormat.Png, width, height);

    public static byte[] Jpeg(int width = 300, int height = 400) => Image(SKEncodedImageFormat.Jpeg, width, height);

    /// <summary>A JPEG of a camera that was held upright: its EXIF says "turn right".</summary>
    public static byte[] TurnedJpeg()
    {
        var jpeg = Jpeg(400, 300);
        byte[] exif =
        [
            0xFF, 0xE1, 0, 34, .. "Exif\0\0MM\0*"u8, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, 6, 0, 0, 0, 0, 0, 0,
        ];
        return [.. jpeg[..2], .. exif, .. jpeg[2..]];
    }

    /// <summary>A fax: black and white, CCITT, a black bar on each page.</summary>
    public static byte[] Tiff(int pages = 1, int width = 1728, int height = 2200, Compression compression = Compression.CCITTFAX4, float down = 196)
    {
        using var to = new MemoryStream();
        using (var tiff = BitMiracle.LibTiff.Classic.Tiff.ClientOpen("fax", "w", to, new TiffStream()))
        {
            for (var page = 0; page < pages; page++)
            {
                Fax(tiff, width, height, compression, down);
            }

            tiff.Flush();
            return to.ToArray();
        }
    }

    /// <summary>A ZIP with one small file.</summary>
    public static byte[] Zip(string name = "evil.html")
    {
        using var to = new MemoryStream();
        using (var zip = new ZipArchive(to, ZipArchiveMode.Create, leaveOpen: true))
        using (var entry = zip.CreateEntry(name).Open())
        {
            entry.Write("<script>alert(1)</script>"u8);
        }

        return to.ToArray();
    }

    private static void Fax(Tiff tiff, int width, int height, Compression compression, float down)
    {
        foreach (var (tag, value) in new (TiffTag, object)[]
        {
            (TiffTag.IMAGEWIDTH, width), (TiffTag.IMAGELENGTH, height), (TiffTag.BITSPERSAMPLE, 1), (TiffTag.SAMPLESPERPIXEL, 1),
            (TiffTag.COMPRESSION, compression), (TiffTag.PHOTOMETRIC, Photometric.MINISWHITE), (TiffTag.FILLORDER, FillOrder.LSB2MSB),
            (TiffTag.ROWSPERSTRIP, height), (TiffTag.XRESOLUTION, 204f), (TiffTag.YRESOLUTION, down), (TiffTag.RESOLUTIONUNIT, ResUnit.INCH),
        })
        {
            tiff.SetField(tag, value);
        }

        var row = new byte[(width + 7) / 8];
        for (var y = 0; y < height; y++)
        {
            Array.Fill(row, y < height / 2 ? (byte)0xFF : (byte)0);
            tiff.WriteScanline(row, y);
        }

        tiff.WriteDirectory();
    }

    private static byte[] Image(SKEncodedImageFormat format, int width, int height)
    {
        using var surface = SKSurface.Create(new SKImageInfo(width, height));
        surface.Canvas.Clear(SKColors.White);
        using var ink = new SKPaint { Color = SKColors.DarkBlue };
        surface.Canvas.DrawRect(0, 0, width, height / 2f, ink);
        using var image = surface.Snapshot();
        using var data = image.Encode(format, 90);
        return data.ToArray();
    }

    private static void Line(MemoryStream to, string text) => to.Write(Encoding.Latin1.GetBytes(text + "\n"));

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
