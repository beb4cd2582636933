using Markdig;
using Markdig.Extensions.AutoIdentifiers;
using Markdig.Renderers.Html;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;
using Microsoft.AspNetCore.Html;

namespace Daypass.Server.Help;

/// <summary>
/// Makes an article of its Markdown: first the title, then a paragraph that says what it is about, then the rest. HTML in it is shown as
/// text. A file links to others and to pictures by their path in the repository, so that it reads well there too; here they become
/// addresses. A link that leads anywhere else is a mistake of whoever wrote the article.
/// </summary>
internal sealed class ArticleReader(Pictures pictures)
{
    private static readonly MarkdownPipeline Markup = new MarkdownPipelineBuilder()
        .DisableHtml().UsePipeTables().UseAutoIdentifiers(AutoIdentifierOptions.GitHub).Build();

    public Article Read(string name, string language, string markdown)
    {
        var document = Markdown.Parse(markdown, Markup);
        if (document is not [HeadingBlock { Level: 1 } title, ParagraphBlock summary, ..])
        {
            throw new InvalidOperationException($"{language}/{name} must begin with a title and a paragraph.");
        }

        document.Remove(title);
        document.Remove(summary);
        foreach (var link in document.Descendants<LinkInline>())
        {
            Lead(link, language);
        }

        Passage[] passages = [.. document.Descendants<LeafBlock>().Select(x => new Passage(WordsOf(x), x is HeadingBlock)).Where(x => x.Text.Length > 0)];
        return new Article(name, language, new Passage(WordsOf(title), IsHeading: true), new Passage(WordsOf(summary), IsHeading: false), new HtmlString(document.ToHtml(Markup)), passages);
    }

    private void Lead(LinkInline link, string language)
    {
        var url = link.Url ?? "";
        var file = url[(url.LastIndexOf('/') + 1)..];
        if (link.IsImage)
        {
            link.Url = Pictures.Address(file);
            if (pictures.SizeOf(file) is var (width, height))
            {
                link.GetAttributes().AddProperty("width", $"{width}");
                link.GetAttributes().AddProperty("height", $"{height}");
            }

            return;
        }

        var part = file.IndexOf('#', StringComparison.Ordinal) is var at and >= 0 ? file[at..] : "";
        var article = file[..^part.Length];
        link.Url = article.EndsWith(".md", StringComparison.Ordinal)
            ? HelpAddress.Of(article[..^3], language) + part
            : throw new InvalidOperationException($"{url} is no article.");
    }

    private static string WordsOf(LeafBlock block) => string.Concat(
        (block.Inline?.Descendants() ?? []).Select(x => x switch { LiteralInline text => text.Content.ToString(), CodeInline code => code.Content, LineBreakInline => " ", _ => "" }));
}
