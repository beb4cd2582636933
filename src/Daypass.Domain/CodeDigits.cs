using System.Globalization;
using System.Security.Cryptography;

namespace Daypass.Domain;

// C1: nine digits in three groups of three: 8 random digits and one check digit (Damm). Leading zeros count. A wrong check
// digit is a typing error, refused at once, and costs no try.

/// <summary>The digits of a temporary code.</summary>
public sealed class CodeDigits : Secret
{
    public const int Length = 9;

    // 10^8 possible codes: with 5 tries a guess succeeds once in 2 * 10^7, and the password is needed as well.
    private const int Possible = 100_000_000;

    private CodeDigits(string digits)
        : base(digits)
    {
    }

    public static CodeDigits New()
    {
        var random = RandomNumberGenerator.GetInt32(Possible).ToString("D8", CultureInfo.InvariantCulture);
        return new CodeDigits(random + Damm.CheckDigit(random));
    }

    public static CodeReading TryRead(string? typed)
    {
        var digits = TypedText.Squeeze(typed);
        if (digits.Length != Length || !digits.All(char.IsAsciiDigit))
            return new CodeReading.NotACode();
        return Damm.Fits(digits) ? new CodeReading.Code(new CodeDigits(digits)) : new CodeReading.CheckDigitWrong();
    }

    /// <summary>"482 915 067"</summary>
    public string Groups()
    {
        var digits = Reveal();
        return $"{digits[..3]} {digits[3..6]} {digits[6..]}";
    }

    /// <summary>The digits by their values in three groups: for reading aloud in the words of a language.</summary>
    public int[][] Spoken() => [.. Reveal().Select(digit => digit - '0').Chunk(3)];
}

public abstract record CodeReading
{
    public sealed record NotACode : CodeReading;

    public sealed record CheckDigitWrong : CodeReading;

    public sealed record Code(CodeDigits Digits) : CodeReading;
}
