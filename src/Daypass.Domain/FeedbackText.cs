using System.Text.RegularExpressions;

namespace Daypass.Domain;

// K2: what is said about an article is read by the support desk. People paste what they have at hand, so digits that could be a
// code or a telephone number, and mail addresses, are taken out before anything is kept.

public static partial class FeedbackText
{
    /// <summary>Characters of a comment, as typed and as kept.</summary>
    public const int Longest = 1000;

    /// <summary>What stands in the place of what was taken out; no longer than the shortest thing taken out.</summary>
    public const string TakenOut = "[…]";

    /// <summary>One line without digits in a row and addresses; null where nothing is left.</summary>
    public static string? Clean(string? typed)
    {
        var text = DigitsInARow().Replace(MailAddresses().Replace(DisplayText.Clean(typed), TakenOut), TakenOut);
        return text.Length == 0 ? null : text;
    }

    /// <summary>Six digits are the shortest code; people part them by spaces, hyphens, points, strokes and brackets.</summary>
    [GeneratedRegex(@"\d(?:[\s\p{Pd}./()]{0,3}\d){5,}", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex DigitsInARow();

    [GeneratedRegex(@"[^\s@]+@[^\s@]+", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex MailAddresses();
}
