using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Daypass.Domain;

// H4b: a code that nobody at support sees is fetched with a link and with three words told on the phone: 3 tries, 15 minutes. Each word is one
// of at least 1,024, so three tries guess the phrase once in 3.5 * 10^8, and the link is needed as well.

/// <summary>Three words. They do not print themselves.</summary>
public sealed class Phrase : Secret
{
    public const int Words = 3;
    public const int Tries = 3;
    public const int FewestWords = 1024;
    public static readonly TimeSpan Life = TimeSpan.FromMinutes(15);

    // Longer than any three words with what people type between them.
    private const int Longest = 100;

    private Phrase(string words)
        : base(words)
    {
    }

    public static Phrase New(IReadOnlyList<string> words) => new(string.Join(' ', Enumerable.Range(0, Words).Select(_ => words[RandomNumberGenerator.GetInt32(words.Count)])));

    /// <summary>What somebody typed, as it would have been made: lower case, one space between. Null: these are not three words.</summary>
    public static Phrase? TryRead(string? typed)
    {
        if (typed is null || typed.Length > Longest)
            return null;
        var plain = new StringBuilder(typed.Length);
        foreach (var rune in typed.Normalize(NormalizationForm.FormKC).EnumerateRunes())
        {
            if (Rune.GetUnicodeCategory(rune) == UnicodeCategory.Format)
                continue;
            plain.Append(Rune.IsLetter(rune) ? Rune.ToLowerInvariant(rune).ToString() : " ");
        }
        var words = plain.ToString().Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return words.Length == Words ? new Phrase(string.Join(' ', words)) : null;
    }
}
