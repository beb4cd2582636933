using System.Globalization;
using System.Text;

namespace Daypass.Domain;

// Q19: names and reasons are shown to others, in pages, mails and lists. Control characters would break lines of a log, bidi
// controls would show a text in another order than it is stored. Joiners stay: several scripts need them.

public static class DisplayText
{
    /// <summary>One line: no control or bidi characters, runs of spaces made one, ends trimmed, NFC.</summary>
    public static string Clean(string? typed)
    {
        var clean = new StringBuilder();
        foreach (var rune in (typed ?? "").EnumerateRunes())
        {
            if (Rune.IsWhiteSpace(rune))
                AppendSpace(clean);
            else if (!IsDangerous(rune))
                clean.Append(rune.ToString());
        }
        return clean.ToString().TrimEnd(' ').Normalize(NormalizationForm.FormC);
    }

    private static void AppendSpace(StringBuilder clean)
    {
        if (clean.Length > 0 && clean[^1] != ' ')
            clean.Append(' ');
    }

    private static bool IsDangerous(Rune rune) =>
        IsBidiControl(rune.Value)
        || Noncharacters.Has(rune)
        || rune.Value is 0xFEFF or 0xFFFD or (>= 0xFFF9 and <= 0xFFFB) // byte order mark, half of a surrogate pair, annotations
        || rune.Value is >= 0xE0000 and <= 0xE007F // tags: invisible text
        || Rune.GetUnicodeCategory(rune) == UnicodeCategory.Control;

    private static bool IsBidiControl(int value) =>
        value is 0x061C or 0x200E or 0x200F or (>= 0x202A and <= 0x202E) or (>= 0x2066 and <= 0x206F);
}
