using Xunit;

namespace Daypass.Domain.Tests;

public class PairingCodeTests
{
    [Theory]
    [InlineData("K7QFM2XWPD")]
    [InlineData("K7QFM-2XWPD")]
    [InlineData(" k7qfm 2xwpd ")]
    [InlineData("Ｋ７ＱＦＭ－２ＸＷＰＤ")]
    [InlineData("k7qfm\u20112xwpd")]
    public void Is_read_however_it_is_typed(string typed) => Assert.Equal("K7QFM2XWPD", PairingCode.TryRead(typed)?.Reveal());

    [Fact]
    public void Takes_letters_for_the_digits_that_they_look_like() => Assert.Equal("0011100111", PairingCode.TryRead("oO1iI-0OlL1")?.Reveal());

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("K7QFM-2XWP")]
    [InlineData("K7QFM-2XWPDD")]
    [InlineData("K7QFM-2XWPU")]
    [InlineData("K7QFM_2XWPD")]
    [InlineData("K7QFM-2XWPÄ")]
    public void Is_nothing_else(string? typed) => Assert.Null(PairingCode.TryRead(typed));

    [Fact]
    public void Is_new_each_time_reads_as_it_is_shown_and_does_not_print_itself()
    {
        var codes = Enumerable.Range(0, 1000).Select(_ => PairingCode.New()).ToList();
        Assert.Equal(1000, codes.Select(x => x.Reveal()).Distinct(StringComparer.Ordinal).Count());
        Assert.All(codes, x => Assert.Equal(x.Reveal(), PairingCode.TryRead(x.Groups())?.Reveal()));
        Assert.Equal(32, codes.SelectMany(x => x.Reveal()).Distinct().Count());
        Assert.Equal("***", codes[0].ToString());
    }
}
