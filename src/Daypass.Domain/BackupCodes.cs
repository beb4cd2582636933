using System.Security.Cryptography;

namespace Daypass.Domain;

// N13: a person's own single-use codes, made in a batch of ten. Ten characters of Crockford's base 32, 50 random bits, in two
// groups of five. Ten is neither six (TOTP) nor nine (temporary code), so one field takes all three, also where every
// character happens to be a digit.

/// <summary>One backup code.</summary>
public sealed class BackupCodeDigits : Secret
{
    public const int Length = 10;

    /// <summary>No i, l, o, u: they are read as other characters, or spell words.</summary>
    internal const string Alphabet = "0123456789abcdefghjkmnpqrstvwxyz";

    internal BackupCodeDigits(string characters)
        : base(characters)
    {
    }

    /// <summary>Null where it cannot be a backup code. The letters o, i and l stand for the digits they look like.</summary>
    public static BackupCodeDigits? TryRead(string? typed)
    {
        var characters = TypedText.Squeeze(typed).Replace('o', '0').Replace('i', '1').Replace('l', '1');
        return characters.Length == Length && characters.All(Alphabet.Contains) ? new BackupCodeDigits(characters) : null;
    }

    /// <summary>"abcde-fghjk"</summary>
    public string Groups()
    {
        var characters = Reveal();
        return $"{characters[..5]}-{characters[5..]}";
    }
}

public static class BackupCodes
{
    public const int InABatch = 10;

    /// <summary>Ten different codes.</summary>
    public static IReadOnlyList<BackupCodeDigits> NewBatch()
    {
        var batch = new Dictionary<string, BackupCodeDigits>(StringComparer.Ordinal);
        while (batch.Count < InABatch)
        {
            var characters = RandomNumberGenerator.GetString(BackupCodeDigits.Alphabet, BackupCodeDigits.Length);
            batch[characters] = new BackupCodeDigits(characters);
        }
        return [.. batch.Values];
    }
}
