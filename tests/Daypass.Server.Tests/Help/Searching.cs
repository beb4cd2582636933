using System.Net;
using Daypass.Server.Tests.Endpoints;
using Daypass.Server.Tests.Pages;
using Xunit;

namespace Daypass.Server.Tests.Help;

/// <summary>The story: somebody looks for an article.</summary>
public sealed class Searching(Site site) : IClassFixture<Site>, IDisposable
{
    private readonly Visitor _visitor = new(site.Address);

    public void Dispose() => _visitor.Dispose();

    [Theory]
    [InlineData("backup codes", "Backup codes")]
    [InlineData("BACKUP CODE", "Backup codes")]
    [InlineData("I lost my phone", "Disconnect or lose a device")]
    [InlineData("forgot password", "Your password")]
    [InlineData("how do I pair a device?", "Pair a device")]
    [InlineData("pairing", "Pair a device")]
    [InlineData("generate code client", "Generate a temporary code for a client")]
    [InlineData("letter", "Locked out as an administrator: ask support")]
    [InlineData("invitation", "Accept an invitation")]
    [InlineData("home screen", "The Daypass Authenticator")]
    [InlineData("permissions", "People, permissions and sign-in options")]
    public async Task The_best_article_comes_first(string typed, string title)
    {
        await _visitor.Open($"/help?lang=en&q={Uri.EscapeDataString(typed)}");
        Assert.Equal(title, Titles()[0]);
    }

    [Theory]
    [InlineData("Reservecode", "Reservecodes")]
    [InlineData("handy verloren", null)]
    [InlineData("gerat verloren", "Ein Gerät trennen oder verlieren")]
    [InlineData("Passwort vergessen", "Ihr Passwort")]
    [InlineData("einladung", "Eine Einladung annehmen")]
    [InlineData("Rückruf Brief", "Als Administration ausgesperrt: den Support fragen")]
    public async Task German_is_found_also_without_its_dots_and_in_joined_words(string typed, string? title)
    {
        await _visitor.Open($"/help?lang=de&q={Uri.EscapeDataString(typed)}");
        Assert.True(title is null ? Titles().Count > 0 : Titles()[0] == title, string.Join(" / ", Titles()));
    }

    [Fact]
    public async Task What_was_looked_for_is_marked_where_it_was_found()
    {
        await _visitor.Open("/help?lang=en&q=letterhead");
        Assert.Equal("letterhead", _visitor.Page.QuerySelector("mark")!.TextContent);
        Assert.Equal("One article for “letterhead”", _visitor.Page.QuerySelector("[role=status]")!.TextContent.Trim());
    }

    [Fact]
    public async Task Where_nothing_is_found_the_page_says_what_to_do_and_keeps_what_was_typed()
    {
        await _visitor.Open("/help?lang=en&q=zeppelin");
        Assert.Contains("No article for “zeppelin”", _visitor.Text, StringComparison.Ordinal);
        Assert.Equal("zeppelin", _visitor.Page.QuerySelector("#q")!.GetAttribute("value"));
        await _visitor.Follow("Show all articles");
        Assert.Contains("You are a client", _visitor.Text, StringComparison.Ordinal);
    }

    [Theory, InlineData(""), InlineData("   "), InlineData("\u202E\u0000")]
    public async Task Nothing_typed_shows_all_articles_and_asks_for_a_word(string typed)
    {
        await _visitor.Open($"/help?lang=en&q={Uri.EscapeDataString(typed)}");
        Assert.Contains("Type a word or two, or choose an article below.", _visitor.Text, StringComparison.Ordinal);
        Assert.Contains("You work at a firm", _visitor.Text, StringComparison.Ordinal);
    }

    public static TheoryData<string> Hostile =>
    [
        "<script>alert(1)</script>", "\" autofocus onfocus=alert(1) x=\"", "'; drop table help_feedback; --", "{{7*7}} ${7*7} @(7*7)", "..%2f..%2fappsettings.json", "desk-letter.internal",
        new string('a', 2000), string.Concat(Enumerable.Repeat("code ", 400)), new string('(', 500), "(a+)+$", "[", "\\", "%", "\uD800", "a\u0301\u0301\u0301", "\uFDFA\uFDFA\uFDFA", "😀😀 code", "\u202Eedoc",
    ];

    [Theory, MemberData(nameof(Hostile))]
    public async Task Whatever_is_typed_is_answered_at_once_and_shown_as_text(string typed)
    {
        var began = TimeProvider.System.GetTimestamp();
        await _visitor.Open($"/help?lang=en&q={string.Concat(System.Text.Encoding.UTF8.GetBytes(typed).Select(x => $"%{x:X2}"))}");
        Assert.Equal(HttpStatusCode.OK, _visitor.Answer.StatusCode);
        Assert.True(TimeProvider.System.GetElapsedTime(began) < TimeSpan.FromSeconds(5));
        Assert.Empty(_visitor.Page.QuerySelectorAll("main script, [onfocus]"));
        Assert.True((_visitor.Page.QuerySelector("#q")!.GetAttribute("value") ?? "").Length <= 200);
    }

    [Fact]
    public async Task The_address_carries_the_language_and_another_can_be_chosen()
    {
        await _visitor.Open("/help?lang=de&q=Brief");
        Assert.Equal("de", _visitor.Page.DocumentElement.GetAttribute("lang"));
        Assert.All(_visitor.Page.QuerySelectorAll(".help-found a"), x => Assert.EndsWith("?lang=de", x.GetAttribute("href"), StringComparison.Ordinal));
        await _visitor.Follow("English");
        Assert.Equal(("/help?q=Brief&lang=en", "en"), (_visitor.At, _visitor.Page.DocumentElement.GetAttribute("lang")!));
    }

    [Theory, InlineData("lang=fr"), InlineData("lang=../de"), InlineData("lang="), InlineData("lang=de&lang=en"), InlineData("")]
    public async Task A_language_without_articles_is_answered_in_that_of_the_browser(string query)
    {
        await _visitor.Open($"/help?{query}");
        Assert.Equal((HttpStatusCode.OK, "en"), (_visitor.Answer.StatusCode, _visitor.Page.DocumentElement.GetAttribute("lang")));
    }

    private List<string> Titles() => [.. _visitor.Page.QuerySelectorAll(".help-found h2 a").Select(x => x.TextContent.Trim())];
}
