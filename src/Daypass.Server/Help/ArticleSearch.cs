namespace Daypass.Server.Help;

/// <summary>
/// Finds articles by what somebody typed. An article with every word comes before one with some; then the title counts most, headings
/// more than text. A word counts as found where one begins with the other ("code", "codes"), or, at four letters and more, lies within
/// (German joins words).
/// </summary>
internal static class ArticleSearch
{
    private const double InTitle = 12, InSummary = 5, InHeading = 4, InText = 1;
    private const int MostOfOneWord = 6;

    public static IReadOnlyList<Found> Find(IEnumerable<Article> articles, string typed)
    {
        var wanted = SearchWords.Of(typed);
        return wanted.Count == 0 ? [] :
        [
            .. from article in articles
               let points = wanted.Select(x => Points(article, x)).ToList()
               let missing = points.Count(x => x == 0)
               where missing < wanted.Count
               orderby missing, points.Sum() descending, article.Name
               select new Found(article, Excerpt.Of(article, wanted)),
        ];
    }

    private static double Points(Article article, string word) =>
        (InTitle * Closeness(article.Title, word, atMost: 1))
        + (InSummary * Closeness(article.Summary, word, atMost: 1))
        + article.Passages.Where(x => x.IsHeading).Sum(x => InHeading * Closeness(x.Text, word, atMost: 1))
        + Math.Min(MostOfOneWord, article.Passages.Where(x => !x.IsHeading).Sum(x => InText * Closeness(x.Text, word, MostOfOneWord)));

    private static double Closeness(string text, string word, int atMost) =>
        Math.Min(atMost, SearchWords.In(text).Sum(x => SearchWords.Closeness(x.Word, word)));
}

/// <summary>An article that was found, and a piece of it: words that were looked for alternate with what stands between them.</summary>
internal sealed record Found(Article Article, IReadOnlyList<(string Text, bool IsWanted)> Excerpt);
