namespace Daypass.Domain.Tests;

// W6.
public class FirmAddressTests
{
    [Theory]
    [InlineData("ab")]
    [InlineData("bright-water-2")]
    [InlineData("1st")]
    [InlineData("a234567890123456789012345678901234567890")]
    public void Two_to_forty_letters_digits_and_hyphens_are_fine(string addressPart) => Assert.Null(FirmAddress.Check(addressPart));

    [Theory]
    [InlineData("", FirmAddressProblem.WrongLength)]
    [InlineData("a", FirmAddressProblem.WrongLength)]
    [InlineData("a2345678901234567890123456789012345678901", FirmAddressProblem.WrongLength)]
    [InlineData("Bright", FirmAddressProblem.WrongCharacters)]
    [InlineData("bright_water", FirmAddressProblem.WrongCharacters)]
    [InlineData("bright/water", FirmAddressProblem.WrongCharacters)]
    [InlineData(".well-known", FirmAddressProblem.WrongCharacters)]
    [InlineData("br\u0456ght", FirmAddressProblem.WrongCharacters)]
    [InlineData("bright\n", FirmAddressProblem.WrongCharacters)]
    [InlineData("help", FirmAddressProblem.Reserved)]
    [InlineData("signin", FirmAddressProblem.Reserved)]
    [InlineData("well-known", FirmAddressProblem.Reserved)]
    public void Anything_else_is_refused_with_its_reason(string addressPart, FirmAddressProblem expected) =>
        Assert.Equal(expected, FirmAddress.Check(addressPart));

    [Fact]
    public void Reserved_words_hold_in_any_case_for_whoever_looks_at_a_path() => Assert.Contains("HELP", (IReadOnlySet<string>)FirmAddress.Reserved);
}
