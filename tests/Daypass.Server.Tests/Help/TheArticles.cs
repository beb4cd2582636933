using System.Net;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Daypass.Server.Help;
using Daypass.TestHost;
using Xunit;

namespace Daypass.Server.Tests.Help;

/// <summary>What is written in the articles agrees with itself and with the product.</summary>
public sealed partial class TheArticles
{
    private static readonly string Pictures = Path.Combine(Repository.Root, "src/Daypass.Server/wwwroot/help");

    public static TheoryData<string> All => [.. ArticleFiles.Languages.SelectMany(x => ArticleFiles.Public(x).Concat(ArticleFiles.Internal(x))).Select(Relative)];

    [Fact]
    public void Are_the_same_in_every_language()
    {
        var english = ArticleFiles.Public("en").Concat(ArticleFiles.Internal("en")).Select(Path.GetFileName);
        Assert.All(ArticleFiles.Languages, x => Assert.Equal(english, ArticleFiles.Public(x).Concat(ArticleFiles.Internal(x)).Select(Path.GetFileName)));
    }

    [Fact]
    public void Stand_in_the_contents_each_and_nothing_else_does()
    {
        Assert.Equal(ArticleFiles.Public("en").Select(ArticleFiles.NameOf).Order(StringComparer.Ordinal), Contents.Public.SelectMany(x => x.Articles).Distinct().Order(StringComparer.Ordinal));
        var alone = ArticleFiles.Internal("en").Select(ArticleFiles.NameOf).Except(ArticleFiles.Public("en").Select(ArticleFiles.NameOf));
        Assert.Equal(alone.Order(StringComparer.Ordinal), Contents.Desk.Order(StringComparer.Ordinal));
    }

    [Theory, MemberData(nameof(All))]
    public void Have_as_many_headings_steps_rows_and_pictures_in_each_language(string file)
    {
        var text = File.ReadAllLines(Path.Combine(ArticleFiles.Folder, file));
        var english = File.ReadAllLines(Path.Combine(ArticleFiles.Folder, "en", Path.GetFileName(file)));
        Assert.Equal(english.Select(Shape).Where(x => x != ' '), text.Select(Shape).Where(x => x != ' '));

        static char Shape(string line) => line is ['#' or '-' or '|' or '!' or '>', ..] ? line[0] : char.IsAsciiDigit(line.FirstOrDefault()) ? '1' : ' ';
    }

    [Theory, MemberData(nameof(All))]
    public void Name_things_as_the_screen_does(string file)
    {
        var language = file[..2];
        var unknown = Bold().Matches(File.ReadAllText(Path.Combine(ArticleFiles.Folder, file))).Select(x => x.Groups["words"].Value).Distinct()
            .Where(x => !OnScreen(language).Any(text => Says(text, x))).ToList();
        Assert.True(unknown.Count == 0, $"No page says: {string.Join(" / ", unknown)}");
    }

    [Theory, MemberData(nameof(All))]
    public void Show_pictures_that_are_there_and_say_what_is_on_them(string file)
    {
        var language = file[..2];
        Assert.All(Picture().Matches(File.ReadAllText(Path.Combine(ArticleFiles.Folder, file))), picture =>
        {
            var path = Path.GetFullPath(Path.Combine(ArticleFiles.Folder, language, picture.Groups["path"].Value));
            Assert.True(File.Exists(path), path);
            Assert.Equal(Pictures, Path.GetDirectoryName(path));
            Assert.EndsWith($".{language}.webp", path, StringComparison.Ordinal);
            Assert.True(picture.Groups["says"].Value.Length > 20, path);
        });
    }

    [Fact]
    public void Show_every_picture()
    {
        var shown = ArticleFiles.Languages.SelectMany(ArticleFiles.Public).SelectMany(x => Picture().Matches(File.ReadAllText(x))).Select(x => Path.GetFileName(x.Groups["path"].Value));
        Assert.Equal(Directory.GetFiles(Pictures, "*.webp").Select(Path.GetFileName).Order(StringComparer.Ordinal), shown.Distinct().Order(StringComparer.Ordinal));
        Assert.All(Directory.GetFiles(Pictures, "*.webp"), x => Assert.True(new FileInfo(x).Length < 100_000, $"{x} is no small picture"));
    }

    [Theory, MemberData(nameof(All))]
    public void Lead_to_articles_only_and_the_public_ones_to_public_ones(string file)
    {
        var from = Path.Combine(ArticleFiles.Folder, file);
        var reachable = ArticleFiles.Public(file[..2]).Concat(from.EndsWith(".internal.md", StringComparison.Ordinal) ? ArticleFiles.Internal(file[..2]) : []);
        var known = reachable.Select(ArticleFiles.NameOf).ToHashSet(StringComparer.Ordinal);
        Assert.All(Link().Matches(File.ReadAllText(from)), x => Assert.Contains(x.Groups["article"].Value, known));
    }

    [Fact]
    public async Task Lead_to_parts_that_are_there()
    {
        await using var world = await World.Create(DatabaseKind.Sqlite);
        using var browser = new HttpClient { BaseAddress = await world.Listen() };
        foreach (var language in ArticleFiles.Languages)
        {
            foreach (var (article, part) in ArticleFiles.Public(language).SelectMany(x => Link().Matches(File.ReadAllText(x)))
                .Select(x => (x.Groups["article"].Value, x.Groups["part"].Value)).Where(x => x.Item2.Length > 0).Distinct())
            {
                Assert.Contains($"id=\"{part}\"", WebUtility.HtmlDecode(await browser.GetStringAsync($"/help/{article}?lang={language}")), StringComparison.Ordinal);
            }
        }
    }

    [Theory, InlineData("sign-in-with-a-code-staff"), InlineData("sign-in-with-a-code-client"), InlineData("issue-a-code-for-staff"), InlineData("issue-a-code-for-a-client")]
    public void Say_it_in_five_steps(string name) => Assert.All(ArticleFiles.Languages, language =>
    {
        var first = File.ReadAllText(Path.Combine(ArticleFiles.Folder, language, $"{name}.md")).Split("\n## ").First(x => x.Contains("\n1. ", StringComparison.Ordinal));
        Assert.Equal(5, Step().Count(first));
    });

    private static string Relative(string file) => Path.GetRelativePath(ArticleFiles.Folder, file);

    private const int LettersOfAText = 8;
    private static readonly Dictionary<string, List<string>> Texts = ArticleFiles.Languages.ToDictionary(x => x, ReadTexts, StringComparer.Ordinal);

    private static List<string> OnScreen(string language) => Texts[language];

    private static List<string> ReadTexts(string language) =>
    [
        .. Directory.GetFiles(Path.Combine(Repository.Root, "src/Daypass.Server"), language == "en" ? "*Text.resx" : $"*Text.{language}.resx", SearchOption.AllDirectories)
            .SelectMany(x => XDocument.Load(x).Root!.Elements("data").Select(data => data.Element("value")!.Value)).Select(x => Tag().Replace(x, ""))
            // A text that is little more than its placeholders would say anything.
            .Where(x => !x.Contains('{', StringComparison.Ordinal) || Gap().Replace(x, "").Count(char.IsLetter) >= LettersOfAText),
    ];

    /// <summary>A text of the screen is meant whole, or from its beginning to the end of a sentence; what stands in for its placeholders may be anything.</summary>
    private static bool Says(string text, string words) => Regex.IsMatch(words, $"^({Pattern(text)}|{Pattern(FirstSentence(text))})$", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1));

    private static string FirstSentence(string text) => text.IndexOf(". ", StringComparison.Ordinal) is var end and >= 0 ? text[..(end + 1)] : text;

    private static string Pattern(string text) => Placeholder().Replace(Regex.Escape(text), ".{1,40}").Replace("’", "['’]", StringComparison.Ordinal);

    [GeneratedRegex(@"\*\*(?<words>[^*]+)\*\*", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Bold();

    [GeneratedRegex(@"!\[(?<says>[^\]]*)\]\((?<path>[^)]+)\)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Picture();

    [GeneratedRegex(@"(?<!!)\[[^\]]+\]\((?<article>[a-z-]+)\.md(#(?<part>[^)]+))?\)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Link();

    [GeneratedRegex("^[0-9]+\\. ", RegexOptions.Multiline, 1000)]
    private static partial Regex Step();

    [GeneratedRegex("<[^>]+>", RegexOptions.None, 1000)]
    private static partial Regex Tag();

    [GeneratedRegex(@"\{[0-9][^}]*}", RegexOptions.None, 1000)]
    private static partial Regex Gap();

    [GeneratedRegex(@"\\\{[0-9]}", RegexOptions.None, 1000)]
    private static partial Regex Placeholder();
}
