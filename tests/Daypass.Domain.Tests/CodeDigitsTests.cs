using System.Globalization;

namespace Daypass.Domain.Tests;

// C1, Q2.
public class CodeDigitsTests
{
    // Upper 10^-4 point of chi-square with 9 degrees of freedom.
    private const double Limit = 33.72;
    private const int Codes = 1_000_000;

    private static readonly Gen<string> EightDigits = Gen.Int[0, 99_999_999].Select(n => n.ToString("D8", CultureInfo.InvariantCulture));
    private static readonly Gen<string> NineDigits = EightDigits.Select(digits => digits + Damm.CheckDigit(digits));

    [Fact]
    public void The_check_digit_is_Damms() => Assert.Equal('4', Damm.CheckDigit("572"));

    [Fact]
    public void Every_single_wrong_digit_is_caught_at_every_position() =>
        NineDigits.Sample(code =>
        {
            for (var at = 0; at < code.Length; at++)
            {
                foreach (var wrong in "0123456789".Where(digit => digit != code[at]))
                    Assert.False(Damm.Fits(With(code, at, wrong)));
            }
        });

    [Fact]
    public void Every_swap_of_neighbours_is_caught_at_every_position() =>
        NineDigits.Sample(code =>
        {
            for (var at = 0; at + 1 < code.Length; at++)
                Assert.True(code[at] == code[at + 1] || !Damm.Fits(With(With(code, at, code[at + 1]), at + 1, code[at])));
        });

    [Fact]
    public void After_any_beginning_every_wrong_digit_and_every_swap_changes_the_check_digit()
    {
        // The fold has ten interim values; all beginnings that matter are the ten that lead to each.
        var beginnings = Enumerable.Range(0, 10).Select(value => Enumerable.Range(0, 100).Select(n => n.ToString("D2", CultureInfo.InvariantCulture)).First(n => Damm.CheckDigit(n) == '0' + value));
        foreach (var beginning in beginnings)
        {
            var pairs = Enumerable.Range(0, 100).Select(n => n.ToString("D2", CultureInfo.InvariantCulture)).ToArray();
            Assert.All(pairs.Where(pair => pair[0] != pair[1]), pair =>
                Assert.NotEqual(Damm.CheckDigit(beginning + pair), Damm.CheckDigit(beginning + pair[1] + pair[0])));
            Assert.Equal(10, Enumerable.Range(0, 10).Select(digit => Damm.CheckDigit(beginning + digit)).Distinct().Count());
        }
    }

    [Fact]
    public void A_new_code_is_nine_digits_in_three_groups_and_reads_back()
    {
        for (var i = 0; i < 1000; i++)
        {
            var code = CodeDigits.New();
            Assert.Matches("^[0-9]{9}$", code.Reveal());
            Assert.Matches("^[0-9]{3} [0-9]{3} [0-9]{3}$", code.Groups());
            Assert.Equal(code.Reveal(), Read(code.Groups()));
            Assert.Equal(code.Reveal(), string.Concat(code.Spoken().SelectMany(group => group)));
            Assert.Equal([3, 3, 3], code.Spoken().Select(group => group.Length));
        }
    }

    [Fact]
    public void Q2_every_position_of_a_million_codes_is_uniform()
    {
        // A fair generator fails this once in a thousand runs; twice in a row is no accident.
        var worst = WorstChiSquare();
        Assert.True(worst < Limit || WorstChiSquare() < Limit, worst.ToString(CultureInfo.InvariantCulture));
    }

    [Fact]
    public void Leading_zeros_count()
    {
        var code = "00000000" + Damm.CheckDigit("00000000");
        Assert.Equal("000000000", Read(code));
        Assert.IsType<CodeReading.NotACode>(CodeDigits.TryRead("0"));
    }

    [Theory]
    [InlineData("{0}{1}{2}")]
    [InlineData("{0} {1} {2}")]
    [InlineData("  {0}-{1}-{2}\r\n")]
    [InlineData("{0}\u2010{1}\u2011{2}")]
    [InlineData("{0}\u2012{1}\u2013{2}")]
    [InlineData("{0}\u2014{1}\u2212{2}")]
    [InlineData("{0}\u00AD{1}\uFF0D{2}")]
    [InlineData("{0}\u00A0{1}\u202F{2}")]
    [InlineData("{0}\u3000{1}\t{2}")]
    [InlineData("\uFEFF{0}\u200B{1}\u2060{2}\u200F")]
    public void Spaces_hyphens_and_invisible_characters_may_stand_between_the_digits(string form) =>
        Assert.Equal(Valid, Read(string.Format(CultureInfo.InvariantCulture, form, Valid[..3], Valid[3..6], Valid[6..])));

    [Theory]
    [InlineData('\uFF10')] // full-width
    [InlineData('\u0660')] // Arabic-Indic
    [InlineData('\u06F0')] // extended Arabic-Indic
    [InlineData('\u0966')] // Devanagari
    public void Digits_of_other_scripts_are_digits(char zero) =>
        Assert.Equal(Valid, Read(string.Concat(Valid.Select(digit => (char)(zero + digit - '0')))));

    [Fact]
    public void A_wrong_check_digit_is_told_apart_from_what_is_no_code()
    {
        Assert.IsType<CodeReading.CheckDigitWrong>(CodeDigits.TryRead(With(Valid, 8, Valid[8] == '0' ? '1' : '0')));
        foreach (var typed in new[] { null, "", " ", Valid[1..], Valid + "0", "48291506x", "48291506\u00BD", Valid + new string(' ', 100), "\uD835" })
            Assert.IsType<CodeReading.NotACode>(CodeDigits.TryRead(typed));
    }

    [Fact]
    public void C6_a_code_does_not_print_itself()
    {
        var code = CodeDigits.New();
        Assert.Equal("***", code.ToString());
        Assert.Equal("***", $"{code}");
        Assert.DoesNotContain(code.Reveal(), new CodeReading.Code(code).ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(code.Reveal(), TypedCode.Read(code.Reveal()).ToString(), StringComparison.Ordinal);
        Assert.Equal("{}", System.Text.Json.JsonSerializer.Serialize(code));
    }

    private static string Valid => "48291506" + Damm.CheckDigit("48291506");

    private static string Read(string typed) => Assert.IsType<CodeReading.Code>(CodeDigits.TryRead(typed)).Digits.Reveal();

    private static string With(string code, int at, char digit) => code[..at] + digit + code[(at + 1)..];

    private static double WorstChiSquare()
    {
        var counts = new int[CodeDigits.Length, 10];
        for (var i = 0; i < Codes; i++)
        {
            var code = CodeDigits.New().Reveal();
            for (var at = 0; at < CodeDigits.Length; at++)
                counts[at, code[at] - '0']++;
        }
        const double Expected = Codes / 10.0;
        return Enumerable.Range(0, CodeDigits.Length).Max(at => Enumerable.Range(0, 10).Sum(digit => Math.Pow(counts[at, digit] - Expected, 2) / Expected));
    }
}
