using System.Globalization;
using System.Security.Cryptography;

namespace Daypass.Domain;

// N13: a person's own single-use codes, made in a batch of ten. Twelve digits in three groups of four: 11 random ones and a check
// digit, as C1. Digits only, so that the one field can ask the phone for its number pad; twelve is neither six (TOTP) nor nine
// (temporary code), so the length tells the three apart. The tries of C8 stand between 10^11 codes and whoever guesses.

/// <summary>One backup code.</summary>
public sealed class BackupCodeDigits : Secret
{
    public const int Length = 12;

    private const long Possible = 100_000_000_000;

    private BackupCodeDigits(string digits)
        : base(digits)
    {
    }

    public static BackupCodeDigits New()
    {
        // 63 random bits over 10^11: the bias is below one in 10^7.
        var bits = BitConverter.ToInt64(RandomNumberGenerator.GetBytes(8)) & long.MaxValue;
        var random = (bits % Possible).ToString("D11", CultureInfo.InvariantCulture);
        return new BackupCodeDigits(random + Damm.CheckDigit(random));
    }

    /// <summary>Whether it has the form of a backup code; and the code, unless the check digit says that it was mistyped.</summary>
    internal static (bool HasForm, BackupCodeDigits? Code) TryRead(string? typed)
    {
        var digits = TypedText.Squeeze(typed);
        return digits.Length != Length || !digits.All(char.IsAsciiDigit) ? (false, null)
            : (true, Damm.Fits(digits) ? new BackupCodeDigits(digits) : null);
    }

    /// <summary>"4829 1506 7312"</summary>
    public string Groups()
    {
        var digits = Reveal();
        return $"{digits[..4]} {digits[4..8]} {digits[8..]}";
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
            var code = BackupCodeDigits.New();
            batch[code.Reveal()] = code;
        }

        return [.. batch.Values];
    }
}
