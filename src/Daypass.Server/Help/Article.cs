using Microsoft.AspNetCore.Html;

namespace Daypass.Server.Help;

/// <summary>An article in one language, ready to be shown.</summary>
/// <param name="Name">Its part of the address, the same in every language.</param>
/// <param name="Summary">Its first paragraph, which stands in lists as well.</param>
/// <param name="Passages">All of its words in their order, for search.</param>
internal sealed record Article(string Name, string Language, string Title, string Summary, IHtmlContent Body, IReadOnlyList<Passage> Passages);

/// <summary>A heading or a paragraph, without its marks.</summary>
internal sealed record Passage(string Text, bool IsHeading);
