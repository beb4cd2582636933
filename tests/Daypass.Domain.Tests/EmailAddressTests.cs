namespace Daypass.Domain.Tests;

// Q10.
public class EmailAddressTests
{
    [Theory]
    [InlineData("jane.doe@mail.example")]
    [InlineData("  Jane.Doe@MAIL.example\t")]
    [InlineData("jane.doe @ mail.example")]
    [InlineData("\uFF4Aane.doe\uFF20mail\uFF0Eexample")]
    [InlineData("jane\u200B.doe@mail\u2060.example\uFEFF")]
    [InlineData("jane.doe\u00AD@mail.example\u0000")]
    [InlineData("jane\uFFFE.doe@mail.example\uFDD0")]
    [InlineData("\u202Ejane.doe@mail.example")]
    [InlineData("jane.doe@mail.example\uFE0F")]
    [InlineData("\U0001D423ane.doe@mail.example")]
    public void All_spellings_share_one_key(string typed)
    {
        Assert.Equal("jane.doe@mail.example", EmailAddress.KeyOf(typed));
        Assert.Equal("jane.doe@mail.example", EmailAddress.TryRead(typed)!.Key);
    }

    [Fact]
    public void Mail_goes_to_the_address_in_the_case_it_was_typed_in() =>
        Assert.Equal("Jane.Doe@Mail.example", EmailAddress.TryRead(" Jane.Doe\uFF20Mail.example ")!.Address);

    [Theory]
    [InlineData("o'brien+tax@mail.example")]
    [InlineData("j@a.example")]
    [InlineData("j\u00F6rg@m\u00FCller.example")]
    [InlineData("1_2-3@mail-1.co.example")]
    public void Unusual_addresses_are_addresses(string typed) => Assert.NotNull(EmailAddress.TryRead(typed));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("jane")]
    [InlineData("@mail.example")]
    [InlineData("jane@")]
    [InlineData("jane@example")]
    [InlineData("jane@@mail.example")]
    [InlineData("jane@mail@mail.example")]
    [InlineData("jane.@mail.example")]
    [InlineData(".jane@mail.example")]
    [InlineData("jane..doe@mail.example")]
    [InlineData("jane@mail..example")]
    [InlineData("jane@-mail.example")]
    [InlineData("jane@mail.example.")]
    [InlineData("<jane@mail.example>")]
    [InlineData("jane,joe@mail.example")]
    [InlineData("\"jane\"@mail.example")]
    [InlineData("jane@[127.0.0.1]")]
    [InlineData("\uD835jane@mail.example")]
    public void What_has_not_the_shape_of_an_address_is_refused(string? typed) => Assert.Null(EmailAddress.TryRead(typed));

    [Fact]
    public void An_address_has_at_most_254_characters_and_64_before_the_at()
    {
        var domain = string.Join('.', Enumerable.Repeat(new string('d', 46), 4)) + ".e"; // 189
        Assert.NotNull(EmailAddress.TryRead(new string('a', 64) + "@" + domain));
        Assert.Null(EmailAddress.TryRead(new string('a', 65) + "@mail.example"));
        Assert.Null(EmailAddress.TryRead(new string('a', 64) + "@x" + domain));
        Assert.Null(EmailAddress.TryRead(new string('a', 100_000)));
    }

    [Fact]
    public void The_key_of_a_key_is_itself_for_any_text() =>
        AnyText.Gen.Sample(typed => Assert.Equal(EmailAddress.KeyOf(typed), EmailAddress.KeyOf(EmailAddress.KeyOf(typed))), iter: AnyText.Times);

    [Fact]
    public void The_key_of_what_reads_as_an_address_is_what_the_lookup_uses() =>
        AnyText.Gen.Sample(local => Assert.True(EmailAddress.TryRead(local + "@mail.example") is not { } read
            || (read.Key == EmailAddress.KeyOf(local + "@mail.example") && read.Key == EmailAddress.KeyOf(read.Address))), iter: AnyText.Times);
}
