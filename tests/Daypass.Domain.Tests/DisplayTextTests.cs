namespace Daypass.Domain.Tests;

// Q19.
public class DisplayTextTests
{
    [Theory]
    [InlineData("Jane Doe", "Jane Doe")]
    [InlineData("  Jane \t\r\n Doe ", "Jane Doe")]
    [InlineData("Jane\u0000\u0007\u001B[31mDoe", "Jane[31mDoe")]
    [InlineData("Jane\u202E eoD\u202C", "Jane eoD")]
    [InlineData("\u2066Jane\u2069 \u200EDoe\u200F\u061C", "Jane Doe")]
    [InlineData("Jane\u2028Doe\u2029", "Jane Doe")]
    [InlineData("Jane\u0085\uFEFFDoe", "Jane Doe")]
    [InlineData("Jane\U000E0041\uD835 Doe", "Jane Doe")]
    [InlineData("Jose\u0301", "Jos\u00E9")]
    [InlineData("\u0645\u06CC\u200C\u062E\u0648\u0627\u0647\u0645", "\u0645\u06CC\u200C\u062E\u0648\u0627\u0647\u0645")]
    [InlineData("\U0001F469\u200D\U0001F4BB", "\U0001F469\u200D\U0001F4BB")]
    [InlineData(null, "")]
    public void Control_and_bidi_characters_go_and_scripts_stay(string? typed, string expected) =>
        Assert.Equal(expected, DisplayText.Clean(typed));

    [Fact]
    public void Whatever_is_typed_becomes_one_line_that_stays_as_it_is() =>
        AnyText.Gen.Sample(typed =>
        {
            var clean = DisplayText.Clean(typed);
            Assert.DoesNotContain(clean, char.IsControl);
            Assert.Equal(clean, DisplayText.Clean(clean));
        }, iter: AnyText.Times);
}
