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

    [Theory]
    [InlineData("abcde-fghjk", "abcdefghjk")]
    [InlineData("ABCDE FGHJK", "abcdefghjk")]
    [InlineData("\uFF41\uFF22cde\u2014fghjk", "abcdefghjk")]
    [InlineData("o1ILO-01234", "0111001234")]
    [InlineData("01234-56789", "0123456789")]
    public void Ten_characters_of_the_alphabet_are_a_backup_code_however_they_are_written(string typed, string expected) =>
        Assert.Equal(expected, Assert.IsType<TypedCode.Backup>(TypedCode.Read(typed)).Digits.Reveal());

    [Theory]
    [InlineData("")]
    [InlineData(null)]
    [InlineData("12345")]
    [InlineData("1234567")]
    [InlineData("abcdefghju")]
    [InlineData("abcdefghj")]
    [InlineData("abcdefghjkm")]
    [InlineData("abcde_fghjk")]
    [InlineData("\uD83D\uDE00\uD83D\uDE00\uD83D\uDE00\uD83D\uDE00\uD83D\uDE00")]
    [InlineData("o12345")]
    public void Anything_else_is_unreadable(string? typed) => Assert.IsType<TypedCode.Unreadable>(TypedCode.Read(typed));

    [Fact]
    public void No_text_at_all_makes_the_reader_throw() => AnyText.Gen.Sample(typed => Assert.NotNull(TypedCode.Read(typed)), iter: AnyText.Times);

    [Fact]
    public void A_batch_is_ten_different_backup_codes_of_fifty_bits_that_read_back()
    {
        var batch = BackupCodes.NewBatch();
        Assert.Equal(10, batch.Select(code => code.Reveal()).Distinct().Count());
        Assert.Equal(10, batch.Count);
        foreach (var code in batch)
        {
            Assert.Matches("^[0-9a-hjkmnp-tv-z]{5}-[0-9a-hjkmnp-tv-z]{5}$", code.Groups());
            Assert.Equal(code.Reveal(), Assert.IsType<TypedCode.Backup>(TypedCode.Read(code.Groups().ToUpperInvariant())).Digits.Reveal());
            Assert.Equal("***", code.ToString());
        }
        Assert.Equal(32, BackupCodeDigits.Alphabet.Distinct().Count());
    }

    [Fact]
    public void Backup_codes_use_the_whole_alphabet_at_every_position()
    {
        var codes = Enumerable.Range(0, 100).SelectMany(_ => BackupCodes.NewBatch()).Select(code => code.Reveal()).ToArray();
        for (var at = 0; at < BackupCodeDigits.Length; at++)
            Assert.Equal(32, codes.Select(code => code[at]).Distinct().Count());
    }
}
