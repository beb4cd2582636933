namespace Daypass.Server.Pages.Console.Cases;

/// <summary>One bar: parts on each other, from the bottom. A part's look is a class of the stylesheet: the content policy allows no style in the picture.</summary>
internal sealed record Bar(IReadOnlyList<(string Look, int Count)> Parts)
{
    public int Total => Parts.Sum(x => x.Count);
}

/// <summary>
/// A picture of bars beside each other, for <c>_Bars</c>. It is drawn without words and stretched to its place; the words stand around it, in
/// the size of all others. Screen readers hear the sentence and find the figures in the table beneath.
/// </summary>
/// <param name="Line">Drawn across, where something begins.</param>
internal sealed record Bars(string Sentence, IReadOnlyList<Bar> All, string First, string Last, int? Line = null)
{
    /// <summary>The upper end of the scale: never so low that a single case looks like many.</summary>
    public int Top => Math.Max(Math.Max(All.Max(x => x.Total), 5), Line is { } line ? line + (line / 4) : 0);
}
