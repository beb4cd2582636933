using System.Globalization;
using System.Text;

namespace Daypass.Domain;

// C1: what people type or paste where a code is asked for: spaces, hyphens of any kind, full-width forms, the digits of other
// scripts, and characters that cannot be seen.

internal static class TypedText
{
    // Longer than any code with a separator after each character; anything beyond is not a code.
    private const int Longest = 64;
    private const int FullWidthFirst = 0xFF01, FullWidthLast = 0xFF5E, FullWidthToAscii = 0xFEE0;

    /// <summary>Lower-case ASCII without separators; a character that means nothing here stays, so that no code matches.</summary>
    public static string Squeeze(string? typed)
    {
        if (typed is null || typed.Length > Longest)
            return "";
        var squeezed = new StringBuilder(typed.Length);
        foreach (var rune in typed.EnumerateRunes())
        {
            var category = Rune.GetUnicodeCategory(rune);
            if (category == UnicodeCategory.DecimalDigitNumber)
                squeezed.Append((int)Rune.GetNumericValue(rune));
            else if (rune.Value is >= FullWidthFirst and <= FullWidthLast && !IsSeparator(rune, category))
                squeezed.Append(char.ToLowerInvariant((char)(rune.Value - FullWidthToAscii)));
            else if (!IsSeparator(rune, category))
                squeezed.Append(Rune.ToLowerInvariant(rune).ToString());
        }
        return squeezed.ToString();
    }

    private static bool IsSeparator(Rune rune, UnicodeCategory category) =>
        Rune.IsWhiteSpace(rune)
        || category is UnicodeCategory.DashPunctuation or UnicodeCategory.Format or UnicodeCategory.Control
        || rune.Value is 0x2212 or 0x02D7 or 0x30FC or 0x2043; // minus, modifier minus, prolonged sound mark, hyphen bullet
}
