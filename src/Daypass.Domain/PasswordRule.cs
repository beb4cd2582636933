using System.Text;

namespace Daypass.Domain;

// P3: at least 8 characters where the person's policy is 'required', 15 where it is 'optional', up to 128, any Unicode; no
// composition rules. Refused: common passwords, and those made of little but the firm's name, the person's name or their email.
// NIST SP 800-63B-4, 3.1.1.2: each code point counts as one character; the password is normalised (NFKC) before it is hashed,
// so that it is the same on every keyboard. The count is taken on NFC, because NFKC may turn one character into eighteen.

public enum PasswordProblem { TooShort = 1, TooLong = 2, Common = 3, MadeOfNames = 4, NotText = 5 }

public static class PasswordRule
{
    public const int ShortestIfRequired = 8;
    public const int ShortestIfOptional = 15;
    public const int Longest = 128;

    // What must be left once names are taken away.
    private const int OtherCharacters = 6;

    // No 128 characters in NFC come from more UTF-16 units than this; refused before any work is done on them.
    private const int LongestTyped = 1024;

    public static int ShortestFor(Policy policy) => policy == Policy.Optional ? ShortestIfOptional : ShortestIfRequired;

    /// <summary>Null where the password is good.</summary>
    /// <param name="isCommon">Asked with the normalised password in lower case.</param>
    public static PasswordProblem? Check(string password, Policy policy, string firmName, string personName, string email, Func<string, bool> isCommon)
    {
        if (password.Length > LongestTyped)
            return PasswordProblem.TooLong;
        if (Normalise(password) is not { } normalised)
            return PasswordProblem.NotText;
        var length = Length(password);
        if (length > Longest)
            return PasswordProblem.TooLong;
        if (length < ShortestFor(policy))
            return PasswordProblem.TooShort;
        var lower = normalised.ToLowerInvariant();
        if (isCommon(lower))
            return PasswordProblem.Common;
        return MadeOfNames(lower, firmName, personName, email) ? PasswordProblem.MadeOfNames : null;
    }

    /// <summary>What is hashed, at setting and at verifying. Null: not text, or too long to be a password.</summary>
    public static string? Normalise(string password) =>
        password.Length <= LongestTyped && IsText(password) ? password.Normalize(NormalizationForm.FormKC) : null;

    /// <summary>Whether the password has the length that signing in without a second step needs.</summary>
    public static bool IsLong(string password) => password.Length <= LongestTyped && IsText(password) && Length(password) >= ShortestIfOptional;

    private static int Length(string password) => password.Normalize(NormalizationForm.FormC).EnumerateRunes().Count();

    // Half of a surrogate pair and noncharacters, which no keyboard types, cannot be normalised.
    private static bool IsText(string password)
    {
        for (var at = 0; at < password.Length; at++)
        {
            if (!Rune.TryGetRuneAt(password, at, out var rune) || Noncharacters.Has(rune))
                return false;
            at += rune.Utf16SequenceLength - 1;
        }
        return true;
    }

    private static bool MadeOfNames(string lowerPassword, string firmName, string personName, string email)
    {
        var rest = LettersAndDigits(lowerPassword);
        var before = rest.Length;
        foreach (var name in Names(firmName, personName, email).OrderByDescending(name => name.Length))
            rest = rest.Replace(name, "", StringComparison.Ordinal);
        return rest.Length < before && rest.Length < OtherCharacters;
    }

    private static IEnumerable<string> Names(string firmName, string personName, string email)
    {
        string[] texts = [firmName, personName, email];
        var parts = texts.SelectMany(text => text.Split([' ', '.', '@', '-', '_', '+', '\''], StringSplitOptions.RemoveEmptyEntries));
        return texts.Concat(parts)
            .Select(text => LettersAndDigits(DisplayText.Clean(text).Normalize(NormalizationForm.FormKC).ToLowerInvariant()))
            .Where(name => name.Length >= 3)
            .Distinct(StringComparer.Ordinal);
    }

    private static string LettersAndDigits(string text) => string.Concat(text.EnumerateRunes().Where(Rune.IsLetterOrDigit));
}
