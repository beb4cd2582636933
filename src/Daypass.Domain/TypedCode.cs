namespace Daypass.Domain;

// N3: one field, "enter a code", takes a TOTP (6 digits), a temporary code (9 digits) and a backup code (12 digits); the length
// tells them apart. Nothing that is refused here costs a try (C1).

public abstract record TypedCode
{
    public static TypedCode Read(string? typed) => CodeDigits.TryRead(typed) switch
    {
        CodeReading.Code code => new Temporary(code.Digits),
        CodeReading.CheckDigitWrong => new CheckDigitWrong(),
        _ when TotpDigits.TryRead(typed) is { } totp => new Totp(totp),
        _ when BackupCodeDigits.TryRead(typed) is (true, var backup) => backup is null ? new CheckDigitWrong() : new Backup(backup),
        _ => new Unreadable(),
    };

    /// <summary>Nothing that has the form of a code.</summary>
    public sealed record Unreadable : TypedCode;

    /// <summary>A temporary or backup code with a typing error.</summary>
    public sealed record CheckDigitWrong : TypedCode;

    public sealed record Totp(TotpDigits Digits) : TypedCode;

    public sealed record Temporary(CodeDigits Digits) : TypedCode;

    public sealed record Backup(BackupCodeDigits Digits) : TypedCode;
}

/// <summary>The six digits that a TOTP app shows.</summary>
public sealed class TotpDigits : Secret
{
    public const int Length = 6;

    private TotpDigits(string digits)
        : base(digits)
    {
    }

    public static TotpDigits? TryRead(string? typed)
    {
        var digits = TypedText.Squeeze(typed);
        return digits.Length == Length && digits.All(char.IsAsciiDigit) ? new TotpDigits(digits) : null;
    }
}
