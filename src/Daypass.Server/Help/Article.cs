using Microsoft.AspNetCore.Html;

namespace Daypass.Server.Help;

/// <summary>An article in one language, ready to be shown.</summary>
/// <param name="Name">Its part of the address, the same in every language.</param>
/// <param name="Summary">Its first paragraph, which stands in lists as well.</param>
/// <param name="Passages">The rest in its order, for search.</param>
internal sealed record Article(string Name, string Language, Passage Title, Passage Summary, IHtmlContent Body, IReadOnlyList<Passage> Passages);

/// <summary>A heading or a paragraph without its marks; its words are found once, since whoever searches need not be signed in.</summary>
internal sealed record Passage(string Text, bool IsHeading)
{
    public IReadOnlyList<(string Word, int At, int Length)> Words { get; } = [.. SearchWords.In(Text)];

    public override string ToString() => Text;
}
