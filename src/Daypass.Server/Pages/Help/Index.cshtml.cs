using System.Globalization;
using Daypass.Server.Help;
using Daypass.Server.Sessions;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Daypass.Server.Pages.Help;

/// <summary>The articles by who somebody is, or those that a search found.</summary>
[NoSession]
internal sealed class IndexModel(PublicArticles articles) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public string? Q { get; set; }

    public string Language { get; } = HelpAddress.LanguageOf(CultureInfo.CurrentUICulture);

    /// <summary>What is searched for: one line, no longer than is looked at.</summary>
    public string Typed { get; private set; } = "";
    public bool NothingTyped { get; private set; }
    public IReadOnlyList<Found>? Found { get; private set; }
    public IReadOnlyList<(string Who, IReadOnlyList<Article> Articles)> Groups { get; private set; } = [];

    public void OnGet()
    {
        Typed = SearchWords.Cut(DisplayText.Clean(Q));
        NothingTyped = Typed.Length == 0 && Request.Query.ContainsKey("q");
        if (Typed.Length > 0)
        {
            Found = ArticleSearch.Find(articles.All(Language), Typed);
        }
        else
        {
            Groups = [.. Contents.Public.Select(x => (x.Who, (IReadOnlyList<Article>)[.. x.Articles.Select(name => articles.Find(name, Language)!)]))];
        }
    }
}
