namespace Daypass.Server.Help;

/// <summary>The piece of an article in which most of the wanted words stand.</summary>
internal static class Excerpt
{
    private const int Longest = 180;
    private const int Before = 50;

    public static IReadOnlyList<(string Text, bool IsWanted)> Of(Article article, IReadOnlyList<string> wanted)
    {
        var best = article.Passages.Where(x => !x.IsHeading).Select(x => (x.Text, Hits: Hits(x, wanted)))
            .MaxBy(x => x.Hits.Select(hit => hit.Wanted).Distinct().Count());
        return best.Hits is { Count: > 0 } hits ? Cut(best.Text, hits) : Cut(article.Summary.Text, Hits(article.Summary, wanted));
    }

    private static List<(int At, int Length, string Wanted)> Hits(Passage passage, IReadOnlyList<string> wanted) =>
    [
        .. from word in passage.Words
           let nearest = wanted.MaxBy(x => SearchWords.Closeness(word.Word, x))
           where SearchWords.Closeness(word.Word, nearest) > 0
           select (word.At, word.Length, nearest),
    ];

    private static List<(string Text, bool IsWanted)> Cut(string text, List<(int At, int Length, string Wanted)> hits)
    {
        var start = hits.Count == 0 || hits[0].At < Before ? 0 : text.LastIndexOf(' ', hits[0].At - Before + 1) + 1;
        var end = text.Length - start <= Longest ? text.Length : text.LastIndexOf(' ', start + Longest);
        // A text without a space is cut where it is.
        end = end <= start ? start + Longest : end;
        var pieces = new List<(string, bool)>();
        var at = start;
        foreach (var hit in hits.Where(x => x.At >= start && x.At + x.Length <= end))
        {
            pieces.Add((text[at..hit.At], false));
            pieces.Add((text[hit.At..(hit.At + hit.Length)], true));
            at = hit.At + hit.Length;
        }

        pieces.Add((text[at..end], false));
        if (start > 0)
        {
            pieces.Insert(0, ("… ", false));
        }

        if (end < text.Length)
        {
            pieces.Add((" …", false));
        }

        return pieces;
    }
}
