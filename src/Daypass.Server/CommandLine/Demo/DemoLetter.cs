using System.Globalization;
using System.Text;

namespace Daypass.Server.CommandLine.Demo;

/// <summary>The letter of the demo's locked-out primary administrator: one page of PDF 1.4, as a fax gateway would deliver it.</summary>
internal static class DemoLetter
{
    public static byte[] From(DemoFirm firm, DateTimeOffset written) => Pdf(
    [
        (22, 760, firm.Name),
        (10, 742, "Chartered accountants, 14 Lantern Row, London"),
        (11, 690, written.ToString("d MMMM yyyy", CultureInfo.InvariantCulture)),
        (11, 650, "To the Daypass support desk"),
        (13, 612, "Temporary code for my login"),
        (11, 580, $"My phone is broken, and I am the primary administrator of {firm.Name}."),
        (11, 562, "Nobody else here may issue a code for me. Please issue a temporary code for:"),
        (11, 534, $"    {firm.Primary.Name}, {firm.Primary.Email}"),
        (11, 506, "You can call me back on the number that you have on file."),
        (11, 460, "Yours faithfully"),
        (26, 420, firm.Primary.Name),
        (10, 396, $"{firm.Primary.Name}, primary administrator"),
    ]);

    private static byte[] Pdf(IEnumerable<(int Size, int Height, string Text)> lines)
    {
        var drawn = string.Concat(lines.Select(x => string.Create(CultureInfo.InvariantCulture, $"BT /F{(x.Size == 26 ? 2 : 1)} {x.Size} Tf 72 {x.Height} Td ({Escape(x.Text)}) Tj ET\n")));
        string[] objects =
        [
            "<< /Type /Catalog /Pages 2 0 R >>",
            "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R /F2 6 0 R >> >> >>",
            $"<< /Length {drawn.Length} >>\nstream\n{drawn}endstream",
            "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
            "<< /Type /Font /Subtype /Type1 /BaseFont /Times-Italic /Encoding /WinAnsiEncoding >>",
        ];
        var file = new StringBuilder("%PDF-1.4\n");
        var places = new List<int>();
        foreach (var (number, content) in objects.Index())
        {
            places.Add(file.Length);
            file.Append(CultureInfo.InvariantCulture, $"{number + 1} 0 obj\n{content}\nendobj\n");
        }

        var table = file.Length;
        file.Append(CultureInfo.InvariantCulture, $"xref\n0 {objects.Length + 1}\n0000000000 65535 f \n");
        places.ForEach(place => file.Append(CultureInfo.InvariantCulture, $"{place:D10} 00000 n \n"));
        file.Append(CultureInfo.InvariantCulture, $"trailer\n<< /Size {objects.Length + 1} /Root 1 0 R >>\nstartxref\n{table}\n%%EOF\n");
        return Encoding.Latin1.GetBytes(file.ToString());
    }

    private static string Escape(string text) => text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("(", "\\(", StringComparison.Ordinal).Replace(")", "\\)", StringComparison.Ordinal);
}
