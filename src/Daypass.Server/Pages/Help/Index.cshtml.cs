using System.Globalization;
using Daypass.Server.Help;
using Daypass.Server.Sessions;
using Daypass.Server.Support;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Daypass.Server.Pages.Help;

/// <summary>The articles by who somebody is, or those that a search found; for an agent, the internal notes too.</summary>
[NoSession]
internal sealed class IndexModel(PublicArticles articles, InternalNotes notes) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public string? Q { get; set; }

    public string Language { get; } = HelpAddress.LanguageOf(CultureInfo.CurrentUICulture);

    /// <summary>What is searched for: one line, no longer than is looked at.</summary>
    public string Typed { get; private set; } = "";
    public bool NothingTyped { get; private set; }
    public IReadOnlyList<Found>? Found { get; private set; }

    /// <summary>Of internal notes, for an agent.</summary>
    public IReadOnlyList<Found> FoundNotes { get; private set; } = [];
    public IReadOnlyList<(string Who, IReadOnlyList<Article> Articles)> Groups { get; private set; } = [];
    public IReadOnlyList<Article> Desk { get; private set; } = [];

    public void OnGet()
    {
        Typed = SearchWords.Cut(DisplayText.Clean(Q));
        NothingTyped = Typed.Length == 0 && Request.Query.ContainsKey("q");
        if (Typed.Length > 0)
        {
            Found = ArticleSearch.Find(articles.All(Language), Typed);
            FoundNotes = HttpContext.Agent() is { } searching ? ArticleSearch.Find(notes.All(searching, Language), Typed) : [];
        }
        else
        {
            Groups = [.. Contents.Public.Select(x => (x.Who, (IReadOnlyList<Article>)[.. x.Articles.Select(name => articles.Find(name, Language)!)]))];
            Desk = HttpContext.Agent() is { } agent ? [.. Contents.Desk.Select(name => notes.Find(agent, name, Language)!)] : [];
        }
    }
}
