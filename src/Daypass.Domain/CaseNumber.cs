using System.Globalization;

namespace Daypass.Domain;

/// <summary>The number of a case as it is said on the phone and typed: seven digits, the first not zero. Spaces and hyphens do not count.</summary>
public static class CaseNumber
{
    public const int First = 1_000_000;
    public const int Last = 9_999_999;

    /// <summary>Null for what is no such number.</summary>
    public static int? Read(string? typed) =>
        TypedText.Squeeze(typed) is { Length: 7 } digits
        && int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= First ? number : null;
}
