using System.Globalization;
using System.Text;
using BitMiracle.LibTiff.Classic;
using SkiaSharp;

namespace Daypass.TestHost;

/// <summary>Letters as firms write them: a sheet with a letterhead, some lines, a signature. For stories and pictures, where it is looked at.</summary>
public static class LetterFiles
{
    private const string Font = "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf";

    // A fax of A4: 204 by 196 dots per inch (T.4, fine).
    private const int FaxWidth = 1728;
    private const int FaxHeight = 2292;

    /// <summary>The letter of a primary administrator who is locked out.</summary>
    public static string[] Request(string firm, string person) =>
    [
        firm, "7 Quarry Lane, London", "", "To the support desk", "", $"{person}, primary administrator of {firm}, has lost the phone",
        "that confirms the sign-in. Please issue a temporary code.", "", "Call back on the number that you have on file.", "", $"Signed: {person}",
    ];

    /// <summary>The letter of an officer, who wants somebody else to be primary administrator.</summary>
    public static string[] HandOver(string firm, string officer, string heir) =>
    [
        firm, "7 Quarry Lane, London", "", "To the support desk", "", $"Please make {heir} the primary administrator of {firm}.",
        "", "Call back on a number that you have on file.", "", $"Signed: {officer}, director",
    ];

    /// <summary>As an office program writes it.</summary>
    public static byte[] Pdf(params string[] lines)
    {
        var text = new StringBuilder("BT /F1 14 Tf 72 760 Td 22 TL ");
        foreach (var line in lines)
        {
            text.Append(CultureInfo.InvariantCulture, $"({line.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("(", "\\(", StringComparison.Ordinal).Replace(")", "\\)", StringComparison.Ordinal)}) Tj T* ");
        }

        text.Append("ET");
        return Encoding.Latin1.GetBytes($"""
            %PDF-1.4
            1 0 obj << /Type /Catalog /Pages 2 0 R >> endobj
            2 0 obj << /Type /Pages /Count 1 /Kids [5 0 R] >> endobj
            3 0 obj << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> endobj
            4 0 obj << /Length {text.Length} >>
            stream
            {text}
            endstream endobj
            5 0 obj << /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 3 0 R >> >> >> endobj
            trailer << /Root 1 0 R /Size 6 >>
            startxref
            0
            %%EOF

            """.ReplaceLineEndings("\n"));
    }

    /// <summary>As a fax gateway passes it on: black and white, CCITT G4, a sheet for each list of lines.</summary>
    public static byte[] Fax(params string[][] pages)
    {
        using var to = new MemoryStream();
        using (var tiff = Tiff.ClientOpen("fax", "w", to, new TiffStream()))
        {
            foreach (var lines in pages)
            {
                Sheet(tiff, lines);
            }

            tiff.Flush();
            return to.ToArray();
        }
    }

    private static void Sheet(Tiff tiff, string[] lines)
    {
        foreach (var (tag, value) in new (TiffTag, object)[]
        {
            (TiffTag.IMAGEWIDTH, FaxWidth), (TiffTag.IMAGELENGTH, FaxHeight), (TiffTag.BITSPERSAMPLE, 1), (TiffTag.SAMPLESPERPIXEL, 1),
            (TiffTag.COMPRESSION, Compression.CCITTFAX4), (TiffTag.PHOTOMETRIC, Photometric.MINISWHITE), (TiffTag.ROWSPERSTRIP, FaxHeight),
            (TiffTag.XRESOLUTION, 204f), (TiffTag.YRESOLUTION, 196f), (TiffTag.RESOLUTIONUNIT, ResUnit.INCH),
        })
        {
            tiff.SetField(tag, value);
        }

        using var drawn = Draw(lines);
        var row = new byte[FaxWidth / 8];
        for (var y = 0; y < FaxHeight; y++)
        {
            Array.Clear(row);
            for (var x = 0; x < FaxWidth; x++)
            {
                if (drawn.GetPixel(x, y).Red < 128)
                {
                    row[x / 8] |= (byte)(0x80 >> (x % 8));
                }
            }

            tiff.WriteScanline(row, y);
        }

        tiff.WriteDirectory();
    }

    private static SKBitmap Draw(string[] lines)
    {
        var sheet = new SKBitmap(FaxWidth, FaxHeight);
        using var canvas = new SKCanvas(sheet);
        canvas.Clear(SKColors.White);
        using var face = SKTypeface.FromFile(Font);
        using var font = new SKFont(face, 42);
        using var ink = new SKPaint { Color = SKColors.Black };
        for (var i = 0; i < lines.Length; i++)
        {
            canvas.DrawText(lines[i], 180, 240 + (i * 66), SKTextAlign.Left, font, ink);
        }

        return sheet;
    }
}
