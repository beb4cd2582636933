using Daypass.Domain;
using Xunit;

namespace Daypass.Domain.Tests;

public class PhraseTests
{
    private static readonly string[] Some = [.. Enumerable.Range(0, 26).Select(x => new string((char)('a' + x), 4))];

    [Fact]
    public void A_phrase_is_three_words_of_the_list_and_does_not_print_itself_H4b()
    {
        var phrase = Phrase.New(Some);
        Assert.All(phrase.Reveal().Split(' '), word => Assert.Contains(word, Some));
        Assert.Equal(3, phrase.Reveal().Split(' ').Length);
        Assert.Equal("***", phrase.ToString());
    }

    [Fact]
    public void Every_word_comes_up_at_every_place_about_as_often()
    {
        var counts = new int[3, 26];
        for (var i = 0; i < 26_000; i++)
        {
            var words = Phrase.New(Some).Reveal().Split(' ');
            for (var place = 0; place < 3; place++)
                counts[place, words[place][0] - 'a']++;
        }
        // 1,000 expected; six standard deviations are 186.
        Assert.All(counts.Cast<int>(), count => Assert.InRange(count, 800, 1_200));
    }

    [Theory]
    [InlineData("apron river walnut")]
    [InlineData("  Apron   RIVER\twalnut ")]
    [InlineData("apron-river, walnut.")]
    [InlineData("apron\u200b river walnut")]
    [InlineData("ａｐｒｏｎ river walnut")]
    public void Spelling_variants_are_the_same_phrase_Q10(string typed) => Assert.Equal("apron river walnut", Phrase.TryRead(typed)!.Reveal());

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("apron river")]
    [InlineData("apron river walnut oven")]
    [InlineData("1 2 3")]
    public void What_is_not_three_words_is_no_phrase(string? typed) => Assert.Null(Phrase.TryRead(typed));

    [Fact]
    public void What_is_far_too_long_is_no_phrase() => Assert.Null(Phrase.TryRead($"a b {new string('c', 97)}"));
}
