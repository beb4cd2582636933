namespace Daypass.Domain.Tests;

// K2.
public class FeedbackTextTests
{
    [Theory]
    [InlineData("The third step was not clear.", "The third step was not clear.")]
    [InlineData("Step 3 took me 24 hours, in 2026", "Step 3 took me 24 hours, in 2026")]
    [InlineData("my code 601 680 597 failed", "my code […] failed")]
    [InlineData("123456", "[…]")]
    [InlineData("12345", "12345")]
    [InlineData("call +44 (0)20 7946-0321 please", "call +[…] please")]
    [InlineData("1371‑1106‐7156", "[…]")]
    [InlineData("code １２３４５６ or ٠١٢٣٤٥", "code […] or […]")]
    [InlineData("I am jane.doe@example.com, help", "I am […] help")]
    [InlineData("two\r\nlines\u202E", "two lines")]
    [InlineData(" \t\n", null)]
    [InlineData(null, null)]
    public void Digits_in_a_row_and_addresses_are_taken_out_and_all_else_stays(string? typed, string? kept) =>
        Assert.Equal(kept, FeedbackText.Clean(typed));

    [Fact]
    public void Whatever_is_typed_is_kept_without_six_digits_in_a_row() =>
        AnyText.Gen.Sample(typed =>
        {
            var kept = FeedbackText.Clean(typed + "048 213 957");
            Assert.DoesNotMatch(@"\d{6}", kept);
            Assert.True(kept!.Length <= typed.Length + "048 213 957".Length || kept.EndsWith(FeedbackText.TakenOut, StringComparison.Ordinal));
        }, iter: AnyText.Times);
}
