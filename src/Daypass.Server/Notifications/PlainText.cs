using System.Globalization;
using System.Text;

namespace Daypass.Server.Notifications;

/// <summary>
/// What people typed, made fit for one line of a mail: no line breaks (a name cannot add a header or a paragraph), no control
/// characters, nothing that turns the direction of reading.
/// </summary>
internal static class PlainText
{
    private const int Longest = 200;

    public static string Of(string? typed)
    {
        var plain = new StringBuilder();
        foreach (var rune in (typed ?? "").EnumerateRunes())
        {
            if (Fits(rune))
            {
                plain.Append(rune);
            }
            else if (plain.Length > 0 && plain[^1] != ' ')
            {
                plain.Append(' ');
            }

            if (plain.Length >= Longest)
            {
                break;
            }
        }

        return plain.ToString().Trim();
    }

    private static bool Fits(Rune rune) => Rune.GetUnicodeCategory(rune) switch
    {
        UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
            or UnicodeCategory.Surrogate or UnicodeCategory.OtherNotAssigned or UnicodeCategory.PrivateUse => false,
        // Joiners are letters' business in Persian and Hindi, and in emoji.
        UnicodeCategory.Format => rune.Value is 0x200C or 0x200D,
        _ => true,
    };
}
