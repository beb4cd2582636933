using System.Globalization;
using System.Text;

namespace Daypass.Server.Help;

/// <summary>Words as search compares them: small letters, without accents. What is typed is cut to a size that no page needs more than.</summary>
internal static class SearchWords
{
    /// <summary>Characters of a search that are looked at.</summary>
    public const int Longest = 200;
    private const int MostWords = 8;
    private const int ShortestWithin = 4;
    private const int LongestEnding = 3;

    /// <summary>Words that stand in every article and say nothing.</summary>
    private static readonly HashSet<string> Empty = new(StringComparer.Ordinal)
    {
        "a", "an", "and", "are", "can", "do", "for", "how", "i", "if", "in", "is", "it", "me", "my", "not", "of", "on", "or", "the", "to", "up", "what", "with", "you", "your",
        "als", "am", "auf", "das", "dem", "den", "der", "die", "ein", "eine", "einen", "es", "fur", "habe", "hat", "ich", "im", "ist", "man", "mein", "meine", "meinen", "mich", "mir", "mit",
        "nicht", "oder", "sie", "und", "vom", "von", "was", "wie", "zu", "zum", "zur",
    };

    public static string Cut(string typed) => typed.Length > Longest ? typed[..Longest] : typed;

    public static IReadOnlyList<string> Of(string typed)
    {
        var all = In(Cut(typed)).Select(x => x.Word).Distinct().ToList();
        var telling = all.Where(x => x.Length > 1 && !Empty.Contains(x)).ToList();
        return [.. (telling.Count > 0 ? telling : all).Take(MostWords)];
    }

    /// <summary>The words of a text, and where each stands.</summary>
    public static IEnumerable<(string Word, int At, int Length)> In(string text)
    {
        var start = -1;
        for (var i = 0; i <= text.Length; i++)
        {
            var within = i < text.Length && (char.IsLetterOrDigit(text[i]) || char.IsSurrogate(text[i]) || CharUnicodeInfo.GetUnicodeCategory(text[i]) == UnicodeCategory.NonSpacingMark);
            if (within && start < 0)
            {
                start = i;
            }
            else if (!within && start >= 0)
            {
                yield return (Plain(text[start..i]), start, i - start);
                start = -1;
            }
        }
    }

    /// <summary>From 1, the same, to 0, another word.</summary>
    public static double Closeness(string there, string wanted)
    {
        if (there == wanted)
        {
            return 1;
        }

        if (there.StartsWith(wanted, StringComparison.Ordinal) && wanted.Length > 1)
        {
            return 0.8;
        }

        return there.Length >= ShortestWithin && wanted.StartsWith(there, StringComparison.Ordinal) && wanted.Length - there.Length <= LongestEnding ? 0.6
            : wanted.Length >= ShortestWithin && there.Contains(wanted, StringComparison.Ordinal) ? 0.5
            : 0;
    }

    private static string Plain(string word)
    {
        var plain = new StringBuilder(word.Length);
        // Half of a surrogate pair has no normal form.
        foreach (var letter in (word.Any(char.IsSurrogate) ? word : word.Normalize(NormalizationForm.FormD)).Where(x => CharUnicodeInfo.GetUnicodeCategory(x) != UnicodeCategory.NonSpacingMark))
        {
            plain.Append(letter == 'ß' ? "ss" : char.ToLowerInvariant(letter));
        }

        return plain.ToString();
    }
}
