namespace Daypass.Domain.Tests;

public class CaseNumberTests
{
    [Theory]
    [InlineData("1234567", 1234567)]
    [InlineData(" 123 45 67 ", 1234567)]
    [InlineData("123-45-67", 1234567)]
    [InlineData("１２３４５６７", 1234567)]
    [InlineData("9999999", 9999999)]
    public void A_number_is_read_however_it_is_typed(string typed, int number) => Assert.Equal(number, CaseNumber.Read(typed));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("123456")]
    [InlineData("12345678")]
    [InlineData("0123456")]
    [InlineData("-123456")]
    [InlineData("123456a")]
    [InlineData("1,234,567")]
    public void Anything_else_is_none(string? typed) => Assert.Null(CaseNumber.Read(typed));
}
