using System.Globalization;
using System.Text;

namespace Daypass.Server.Cases.Drills;

/// <summary>One page of A4 in the standard fonts (ISO 32000-1, 9.6.2.2), line under line: as much of PDF as a letter needs.</summary>
internal sealed class PdfPage
{
    private const int Left = 72, Line = 15, Longest = 84;
    private readonly StringBuilder _content = new();
    private int _y = 770;

    public void Title(string text) => Show(text, "F2", 18);

    public void Bold(string text) => Show(text, "F2", 11);

    /// <summary>Broken into lines where it is long.</summary>
    public void Text(string text)
    {
        var line = new StringBuilder();
        foreach (var word in text.Split(' '))
        {
            if (line.Length + word.Length > Longest)
            {
                Show(line.ToString(), "F1", 11);
                line.Clear();
            }

            line.Append(line.Length > 0 ? " " : "").Append(word);
        }

        Show(line.ToString(), "F1", 11);
    }

    public void Gap(int lines = 1) => _y -= lines * Line;

    /// <summary>A stroke of the pen, another for another name.</summary>
    public void Signature(string name)
    {
        var (x, y) = (Left + 4, _y - (2 * Line));
        _content.Append(CultureInfo.InvariantCulture, $"q 0.1 0.1 0.45 RG 1.3 w 1 J {x} {y} m ");
        foreach (var letter in name.Where(char.IsLetter).Take(12))
        {
            var up = 6 + (letter % 17);
            _content.Append(CultureInfo.InvariantCulture, $"{x + 4} {y + up} {x + 9} {y + up - 3} {x + 7} {y - (letter % 5)} c ");
            x += 8 + (letter % 6);
            _content.Append(CultureInfo.InvariantCulture, $"{x - 4} {y + 4} {x - 1} {y - 2} {x} {y + (letter % 4)} c ");
        }

        _content.Append("S Q\n");
    }

    public byte[] ToFile()
    {
        var content = _content.ToString();
        string[] objects =
        [
            "<< /Type /Catalog /Pages 2 0 R >>",
            "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R /F2 6 0 R >> >> >>",
            $"<< /Length {content.Length} >>\nstream\n{content}endstream",
            "<< /Type /Font /Subtype /Type1 /BaseFont /Times-Roman /Encoding /WinAnsiEncoding >>",
            "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica-Bold /Encoding /WinAnsiEncoding >>",
        ];
        var file = new StringBuilder("%PDF-1.4\n");
        var offsets = new List<int>();
        for (var i = 0; i < objects.Length; i++)
        {
            offsets.Add(file.Length);
            file.Append(CultureInfo.InvariantCulture, $"{i + 1} 0 obj\n{objects[i]}\nendobj\n");
        }

        var table = file.Length;
        file.Append(CultureInfo.InvariantCulture, $"xref\n0 {objects.Length + 1}\n0000000000 65535 f \n");
        offsets.ForEach(x => file.Append(CultureInfo.InvariantCulture, $"{x:D10} 00000 n \n"));
        file.Append(CultureInfo.InvariantCulture, $"trailer\n<< /Size {objects.Length + 1} /Root 1 0 R >>\nstartxref\n{table}\n%%EOF\n");
        // One byte a character, as the offsets were counted; what Latin-1 has not is a question mark.
        return Encoding.Latin1.GetBytes(file.ToString());
    }

    private void Show(string text, string font, int size)
    {
        // Names are other people's text: nothing of it is syntax, and nothing of it is a control character.
        var plain = string.Concat(text.Where(x => !char.IsControl(x))).Replace("\\", "\\\\", StringComparison.Ordinal).Replace("(", "\\(", StringComparison.Ordinal).Replace(")", "\\)", StringComparison.Ordinal);
        _content.Append(CultureInfo.InvariantCulture, $"BT /{font} {size} Tf {Left} {_y} Td ({plain}) Tj ET\n");
        _y -= Line + (size > 11 ? 8 : 0);
    }
}
