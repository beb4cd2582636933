using System.Globalization;
using System.Text;

namespace Daypass.Domain;

// Q10: all spellings of an address share one key, so that neither a count nor a login can be doubled by case, full-width
// forms, spaces or characters that cannot be seen. Mail goes to the address in the case it was typed in.

public sealed record EmailAddress
{
    public const int Longest = 254;
    private const int LongestLocalPart = 64;
    private const int LongestLabel = 63;

    private EmailAddress(string address, string key) => (Address, Key) = (address, key);

    /// <summary>Where mail goes: as typed, in plain forms (NFKC), without spaces and invisible characters; its case stays.</summary>
    public string Address { get; }

    /// <summary>The spelling that all variants share.</summary>
    public string Key { get; }

    /// <summary>Null where it has not the shape of an address.</summary>
    public static EmailAddress? TryRead(string? typed)
    {
        if (typed is null || typed.Length > 2 * Longest)
            return null;
        var address = Compatible(typed);
        var key = KeyOf(typed);
        return HasShape(address) && HasShape(key) ? new EmailAddress(address, key) : null;
    }

    /// <summary>The key of whatever was typed, an address or not: the password step looks up and counts by it (P1).</summary>
    public static string KeyOf(string? typed)
    {
        var cut = (typed ?? "").Length > 2 * Longest ? typed![..(2 * Longest)] : typed ?? "";
        return Compatible(Compatible(cut).ToLowerInvariant());
    }

    private static string Compatible(string typed) => Visible(Visible(typed).Normalize(NormalizationForm.FormKC));

    private static string Visible(string typed)
    {
        var visible = new StringBuilder(typed.Length);
        foreach (var rune in typed.EnumerateRunes().Where(rune => !IsInvisible(rune)))
            visible.Append(rune.ToString());
        return visible.ToString();
    }

    private static bool IsInvisible(Rune rune) =>
        Rune.IsWhiteSpace(rune)
        || Noncharacters.Has(rune)
        || Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format
        || rune.Value is 0x034F or 0x115F or 0x1160 or 0x3164 or 0xFFA0 or (>= 0x180B and <= 0x180F) or (>= 0xFE00 and <= 0xFE0F) or (>= 0xE0100 and <= 0xE01EF);

    private static bool HasShape(string address)
    {
        var at = address.IndexOf('@', StringComparison.Ordinal);
        if (address.Length > Longest || at < 1 || at > LongestLocalPart || at != address.LastIndexOf('@'))
            return false;
        return address[..at].Split('.').All(part => part.Length > 0 && part.All(IsLocal)) && IsDomain(address[(at + 1)..]);
    }

    private static bool IsDomain(string domain)
    {
        var labels = domain.Split('.');
        return labels.Length >= 2 && labels.All(label =>
            label.Length is > 0 and <= LongestLabel && label[0] != '-' && label[^1] != '-' && label.All(c => c == '-' || IsLetterOrDigit(c)));
    }

    private static bool IsLocal(char c) => IsLetterOrDigit(c) || "!#$%&'*+/=?^_`{|}~-".Contains(c, StringComparison.Ordinal);

    private static bool IsLetterOrDigit(char c) =>
        char.IsLetterOrDigit(c) || char.GetUnicodeCategory(c) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark;
}
