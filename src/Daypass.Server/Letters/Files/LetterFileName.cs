using System.Text;

namespace Daypass.Server.Letters.Files;

/// <summary>
/// A file's name as the sender gave it, made fit to be shown (Q19): no folders, no control or bidi characters, not too long. It is
/// shown and kept, and never used to name a file anywhere.
/// </summary>
internal static class LetterFileName
{
    /// <summary>UTF-16 units.</summary>
    public const int MaxLength = 120;

    /// <summary>Empty where nothing is left to show.</summary>
    public static string Clean(string? given)
    {
        var name = given ?? "";
        // Both kinds of slash separate folders somewhere.
        name = name[(name.LastIndexOfAny(['/', '\\']) + 1)..];
        name = DisplayText.Clean(name).Trim('.', ' ');
        return name.Length <= MaxLength ? name : Shortened(name);
    }

    /// <summary>The beginning and the ending: "letter of the ... .pdf" tells more than either.</summary>
    private static string Shortened(string name)
    {
        var ending = Path.GetExtension(name) is { Length: <= 8 } short_ ? short_ : "";
        var kept = new StringBuilder();
        foreach (var rune in name.EnumerateRunes())
        {
            if (kept.Length + rune.Utf16SequenceLength > MaxLength - ending.Length - 1)
            {
                break;
            }

            kept.Append(rune.ToString());
        }

        return $"{kept}…{ending}";
    }
}
