using System.Globalization;
using Daypass.Server.Help;
using Daypass.Server.Support;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Daypass.Server.Pages.Console.Feedback;

/// <summary>K2: how helpful the articles were found, what readers said, and what agents say to each other about them.</summary>
[NeedsAgent]
internal sealed class IndexModel(FeedbackReport report, PublicArticles articles, InternalNotes notes) : PageModel
{
    /// <summary>Only what was said about this article.</summary>
    [BindProperty(SupportsGet = true)]
    public string? About { get; set; }

    [BindProperty(SupportsGet = true)]
    public FeedbackKind? Kind { get; set; }

    [BindProperty(SupportsGet = true)]
    public int Nr { get; set; }

    public FeedbackView View { get; private set; } = null!;

    public async Task OnGet()
    {
        About = About is { } name && Find(name) is not null ? name : null;
        Kind = Kind is FeedbackKind.Reader or FeedbackKind.Internal ? Kind : null;
        View = await report.Run(About, Kind, Nr);
    }

    /// <summary>An article that is no more keeps its name.</summary>
    public string TitleOf(string article) => Find(article)?.Title.Text ?? article;

    /// <summary>Where the same is shown with another of these.</summary>
    public string Address(string? about, FeedbackKind? kind, int nr = 1) =>
        "/feedback?" + string.Join('&', new[] { about is null ? null : $"about={about}", kind is null ? null : $"kind={kind}", nr > 1 ? $"nr={nr}" : null }.OfType<string>());

    private Article? Find(string article)
    {
        var language = HelpAddress.LanguageOf(CultureInfo.CurrentUICulture);
        return articles.Find(article, language) ?? notes.Find(HttpContext.AgentMe(), article, language);
    }
}
