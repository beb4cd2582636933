namespace Daypass.Server.Help;

/// <summary>
/// Finds articles by what somebody typed: those with every word or, where there is none, those with as many as possible. The title counts
/// most, headings more than text. A word counts as found where one begins with the other ("code", "codes"), or, at four letters and more, lies within
/// (German joins words).
/// </summary>
internal static class ArticleSearch
{
    private const double InTitle = 12, InSummary = 5, InHeading = 4, InText = 1;
    private const int MostOfOneWord = 6;

    public static IReadOnlyList<Found> Find(IEnumerable<Article> articles, string typed)
    {
        var wanted = SearchWords.Of(typed);
        var scored = articles.Select(x => (Article: x, Points: wanted.Select(word => Points(x, word)).ToList())).ToList();
        var most = scored.Select(x => Matched(x.Points)).DefaultIfEmpty().Max();
        return most == 0 ? [] :
        [
            .. from x in scored
               where Matched(x.Points) == most
               orderby x.Points.Sum() descending, x.Article.Name
               select new Found(x.Article, Excerpt.Of(x.Article, wanted)),
        ];

        static int Matched(List<double> points) => points.Count(x => x > 0);
    }

    private static double Points(Article article, string word) =>
        (InTitle * Closeness(article.Title, word, atMost: 1))
        + (InSummary * Closeness(article.Summary, word, atMost: 1))
        + article.Passages.Where(x => x.IsHeading).Sum(x => InHeading * Closeness(x, word, atMost: 1))
        + Math.Min(MostOfOneWord, article.Passages.Where(x => !x.IsHeading).Sum(x => InText * Closeness(x, word, MostOfOneWord)));

    private static double Closeness(Passage passage, string word, int atMost) =>
        Math.Min(atMost, passage.Words.Sum(x => SearchWords.Closeness(x.Word, word)));
}

/// <summary>An article that was found, and a piece of it: words that were looked for alternate with what stands between them.</summary>
internal sealed record Found(Article Article, IReadOnlyList<(string Text, bool IsWanted)> Excerpt);
