using System.Net;
using System.Text.RegularExpressions;
using AngleSharp.Html.Parser;
using Daypass.Domain;
using Daypass.Server.Help;
using Daypass.Server.Tests.Endpoints;
using Daypass.TestHost;
using Xunit;

namespace Daypass.Server.Tests.Help;

/// <summary>K1: no sentence of an internal note is in any answer but to a signed-in agent.</summary>
public sealed partial class InternalNotesStayInside
{
    public static TheoryData<string> Languages => [.. ArticleFiles.Languages];

    /// <summary>Whoever is not signed in at the desk reads no more there than outside, and an agent's cookie is worth nothing outside.</summary>
    public static TheoryData<string, string> Askers => new MatrixTheoryData<string, string>(ArticleFiles.Languages, ["anybody", "nobody at the desk", "an agent outside"]);

    [Theory, MemberData(nameof(Askers))]
    public async Task No_article_list_or_search_has_a_sentence_of_one(string language, string asker)
    {
        await using var site = await Site.On(await World.Create(DatabaseKind.Sqlite));
        using var browser = new HttpClient { BaseAddress = asker == "nobody at the desk" ? site.SupportAddress : site.Address };
        if (asker == "an agent outside")
        {
            var (agents, _) = await site.SignedIn(AgentRole.Technician);
            browser.DefaultRequestHeaders.Add("Cookie", $"daypass-support={agents["daypass-support"]}");
        }

        var notes = ArticleFiles.Internal(language).ToDictionary(ArticleFiles.NameOf, x => Sentences(File.ReadAllText(x)).ToList());
        Assert.All(notes, x => Assert.True(x.Value.Count >= 3, $"{x.Key} has nothing to look for."));

        // What anybody can ask: each article, each note by its name, all of them listed, and searched by the notes' own words.
        var addresses = ArticleFiles.Public(language).Concat(ArticleFiles.Internal(language)).Select(ArticleFiles.NameOf).Distinct().Select(x => $"/help/{x}?lang={language}&thanks=true")
            .Append($"/help?lang={language}")
            .Concat(notes.Values.SelectMany(x => x).Select(x => $"/help?lang={language}&q={Uri.EscapeDataString(x)}"));
        var sentences = notes.Values.SelectMany(x => x).ToList();
        foreach (var address in addresses)
        {
            using var answer = await browser.GetAsync(address);
            var text = await Words(answer);
            // What was typed stands in the field and above what was found; it is the asker's own.
            var found = sentences.Where(x => text.Contains(x, StringComparison.Ordinal) && !address.Contains(Uri.EscapeDataString(x), StringComparison.Ordinal)).ToList();
            Assert.True(found.Count == 0, $"{address} says: {string.Join(" / ", found)}");
        }
    }

    [Theory, MemberData(nameof(Languages))]
    public async Task The_public_listener_knows_no_note_by_its_name(string language)
    {
        await using var world = await World.Create(DatabaseKind.Sqlite);
        using var browser = new HttpClient { BaseAddress = await world.Listen() };
        foreach (var name in Contents.Desk)
        {
            using var answer = await browser.GetAsync($"/help/{name}?lang={language}");
            using var nothing = await browser.GetAsync($"/help/no-such-note?lang={language}");
            Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
            Assert.Equal(Number().Replace(await nothing.Content.ReadAsStringAsync(), ""), Number().Replace(await answer.Content.ReadAsStringAsync(), ""));
        }
    }

    /// <summary>The words of the page, without those of a search form that say again what was typed.</summary>
    private static async Task<string> Words(HttpResponseMessage answer)
    {
        var page = await new HtmlParser().ParseDocumentAsync(await answer.Content.ReadAsStringAsync());
        return Space().Replace(page.Body!.TextContent, " ");
    }

    /// <summary>Sentences long enough to be nobody else's.</summary>
    private static IEnumerable<string> Sentences(string markdown) => SentenceEnd().Split(Space().Replace(Mark().Replace(LinkMark().Replace(markdown, "${words}"), " "), " "))
        .Select(x => x.Trim()).Where(x => x.Length > 40);

    [GeneratedRegex(@"\[(?<words>[^\]]+)\]\([^)]+\)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex LinkMark();

    [GeneratedRegex(@"[*]|^[#>-] ?|^[0-9]+\.", RegexOptions.Multiline, 1000)]
    private static partial Regex Mark();

    [GeneratedRegex(@"(?<=[.!?:]) ", RegexOptions.None, 1000)]
    private static partial Regex SentenceEnd();

    [GeneratedRegex(@"\s+", RegexOptions.None, 1000)]
    private static partial Regex Space();

    [GeneratedRegex("class=\"mono\">[0-9a-f]+<", RegexOptions.None, 1000)]
    private static partial Regex Number();
}
