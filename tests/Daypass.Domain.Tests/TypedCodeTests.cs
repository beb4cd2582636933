namespace Daypass.Domain.Tests;

// N3, N13: one field for three kinds of code.
public class TypedCodeTests
{
    [Theory]
    [InlineData("123456")]
    [InlineData(" 123 456 ")]
    [InlineData("\uFF11\uFF12\uFF13\u2013\u0664\u0665\u0666")]
    public void Six_digits_are_a_TOTP(string typed) =>
        Assert.Equal("123456", Assert.IsType<TypedCode.Totp>(TypedCode.Read(typed)).Digits.Reveal());

    [Fact]
    public void Nine_digits_are_a_temporary_code_or_a_typing_error()
    {
        var code = CodeDigits.New();
        Assert.Equal(code.Reveal(), Assert.IsType<TypedCode.Temporary>(TypedCode.Read(code.Groups())).Digits.Reveal());
        var last = code.Reveal()[8];
        Assert.IsType<TypedCode.CheckDigitWrong>(TypedCode.Read(code.Reveal()[..8] + (last == '9' ? '0' : (char)(last + 1))));
    }

    [Fact]
    public void Twelve_digits_are_a_backup_code_or_a_typing_error_however_they_are_written()
    {
        var code = BackupCodeDigits.New();
        foreach (var typed in new[] { code.Groups(), code.Reveal(), code.Groups().Replace(' ', '-'), code.Groups().Replace("0", "\uFF10", StringComparison.Ordinal) })
            Assert.Equal(code.Reveal(), Assert.IsType<TypedCode.Backup>(TypedCode.Read(typed)).Digits.Reveal());
        var last = code.Reveal()[11];
        Assert.IsType<TypedCode.CheckDigitWrong>(TypedCode.Read(code.Reveal()[..11] + (last == '9' ? '0' : (char)(last + 1))));
    }

    [Theory]
    [InlineData("")]
    [InlineData(null)]
    [InlineData("12345")]
    [InlineData("1234567")]
    [InlineData("abcdefghijkl")]
    [InlineData("12345678901")]
    [InlineData("1234567890123")]
    [InlineData("1234_5678_9012")]
    [InlineData("\uD83D\uDE00\uD83D\uDE00\uD83D\uDE00\uD83D\uDE00\uD83D\uDE00")]
    [InlineData("o12345")]
    public void Anything_else_is_unreadable(string? typed) => Assert.IsType<TypedCode.Unreadable>(TypedCode.Read(typed));

    [Fact]
    public void No_text_at_all_makes_the_reader_throw() => AnyText.Gen.Sample(typed => Assert.NotNull(TypedCode.Read(typed)), iter: AnyText.Times);

    [Fact]
    public void A_batch_is_ten_different_backup_codes_that_read_back()
    {
        var batch = BackupCodes.NewBatch();
        Assert.Equal(10, batch.Select(code => code.Reveal()).Distinct().Count());
        Assert.Equal(10, batch.Count);
        foreach (var code in batch)
        {
            Assert.Matches("^[0-9]{4} [0-9]{4} [0-9]{4}$", code.Groups());
            Assert.Equal(code.Reveal(), Assert.IsType<TypedCode.Backup>(TypedCode.Read(code.Groups())).Digits.Reveal());
            Assert.Equal("***", code.ToString());
        }
    }

    [Fact]
    public void Backup_codes_use_every_digit_at_every_position()
    {
        var codes = Enumerable.Range(0, 100).SelectMany(_ => BackupCodes.NewBatch()).Select(code => code.Reveal()).ToArray();
        for (var at = 0; at < BackupCodeDigits.Length; at++)
            Assert.Equal(10, codes.Select(code => code[at]).Distinct().Count());
    }
}
