namespace Daypass.Domain.Tests;

// P3.
public class PasswordRuleTests
{
    [Theory]
    [InlineData(7, Policy.Required, PasswordProblem.TooShort)]
    [InlineData(8, Policy.Required, null)]
    [InlineData(14, Policy.Optional, PasswordProblem.TooShort)]
    [InlineData(15, Policy.Optional, null)]
    [InlineData(128, Policy.Optional, null)]
    [InlineData(129, Policy.Optional, PasswordProblem.TooLong)]
    [InlineData(5000, Policy.Required, PasswordProblem.TooLong)]
    public void The_length_depends_on_the_policy(int length, Policy policy, PasswordProblem? expected) =>
        Assert.Equal(expected, Check(new string('x', length), policy));

    [Fact]
    public void Characters_are_counted_as_code_points_however_they_are_encoded()
    {
        Assert.Null(Check(Repeat("\U0001F511", 8)));
        Assert.Equal(PasswordProblem.TooShort, Check(Repeat("\U0001F511", 7)));
        Assert.Null(Check(Repeat("\U0001F511", 128)));
        Assert.Equal(PasswordProblem.TooShort, Check(Repeat("e\u0301", 7)));
        Assert.Null(Check(Repeat("e\u0301", 128)));
        // NFKC makes eighteen characters of this one; it is still one.
        Assert.Equal(PasswordProblem.TooShort, Check("\uFDFA"));
    }

    [Fact]
    public void The_same_password_from_another_keyboard_is_the_same()
    {
        Assert.Equal(PasswordRule.Normalise("caf\u00E9 au lait"), PasswordRule.Normalise("cafe\u0301 au lait"));
        Assert.Equal("Abc 123", PasswordRule.Normalise("\uFF21bc\u00A0123"));
        Assert.NotEqual(PasswordRule.Normalise("Abc"), PasswordRule.Normalise("abc"));
    }

    [Fact]
    public void Half_of_a_surrogate_pair_and_noncharacters_are_no_text()
    {
        Assert.Equal(PasswordProblem.NotText, Check("abcdefgh\uFFFE"));
        Assert.Equal(PasswordProblem.NotText, Check("abcdefgh\uD835"));
        Assert.Equal(PasswordProblem.NotText, Check("\uDC00abcdefgh"));
        Assert.Null(PasswordRule.Normalise("abcdefgh\uD835"));
        Assert.Null(PasswordRule.Normalise(new string('x', 5000)));
        Assert.False(PasswordRule.IsLong(new string('\uD835', 20)));
    }

    [Fact]
    public void A_common_password_is_refused_in_any_case_and_width()
    {
        Assert.Equal(PasswordProblem.Common, Check("trustno1!"));
        Assert.Equal(PasswordProblem.Common, Check("TrustNo1!"));
        Assert.Equal(PasswordProblem.Common, Check("\uFF34rustno1!"));
    }

    [Theory]
    [InlineData("brightwater")]
    [InlineData("Brightwater2030")]
    [InlineData("BrightwaterLedgers")]
    [InlineData("bright-water!!")]
    [InlineData("janedoe1985")]
    [InlineData("Doe.Jane.99")]
    [InlineData("jdoe.tax@mail")]
    [InlineData("jdoe.tax@mail.example")]
    [InlineData("Brightwater-Jane")]
    public void Little_but_names_is_refused(string password) => Assert.Equal(PasswordProblem.MadeOfNames, Check(password));

    [Theory]
    [InlineData("jane likes purple rain")]
    [InlineData("correct horse battery")]
    [InlineData("\u5BC6\u7801\u4E0D\u5BB9\u6613\u731C\u5230\u7684")]
    [InlineData("        ")]
    public void A_name_beside_other_words_is_fine_and_so_is_any_script(string password) => Assert.Null(Check(password));

    [Fact]
    public void A_name_within_a_name_hides_neither() =>
        Assert.Equal(PasswordProblem.MadeOfNames, PasswordRule.Check("Featherstonehaugh1", Policy.Optional, "Feather", "Ann Featherstonehaugh", "a@mail.example", _ => false));

    [Fact]
    public void Long_is_what_signing_in_without_a_second_step_needs()
    {
        Assert.False(PasswordRule.IsLong(new string('x', 14)));
        Assert.True(PasswordRule.IsLong(new string('x', 15)));
        Assert.False(PasswordRule.IsLong(Repeat("e\u0301", 14)));
        Assert.Equal(8, PasswordRule.ShortestFor(Policy.Required));
        Assert.Equal(15, PasswordRule.ShortestFor(Policy.Optional));
    }

    [Fact]
    public void No_text_at_all_makes_the_check_throw() =>
        Gen.Select(AnyText.Gen, AnyText.Gen).Sample((password, name) => Assert.True(Enum.IsDefined(PasswordRule.Check(password, Policy.Required, name, name, name, _ => false) ?? PasswordProblem.Common)), iter: AnyText.Times);

    private static PasswordProblem? Check(string password, Policy policy = Policy.Required) =>
        PasswordRule.Check(password, policy, "Bright Water Ledgers", "Jane Doe", "jdoe.tax@mail.example", common => common == "trustno1!");

    private static string Repeat(string text, int times) => string.Concat(Enumerable.Repeat(text, times));
}
