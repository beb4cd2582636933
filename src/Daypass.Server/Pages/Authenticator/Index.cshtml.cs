using Daypass.Server.Sessions;
using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Daypass.Server.Pages.Authenticator;

/// <summary>
/// The Daypass Authenticator: one page with all its screens and all its words, in the phone's language. The scripts of
/// wwwroot/authenticator show the screens and fill in what is the phone's own; nothing of it comes from here.
/// </summary>
[NoSession]
internal sealed class IndexModel : PageModel
{
    private const string Address = "/authenticator/";

    /// <summary>The service worker answers for this very spelling.</summary>
    public IActionResult OnGet() => Request.Path.Value == Address ? Page() : RedirectPermanent(Address);

    /// <summary>A place in a sentence that a script fills in.</summary>
    public static IHtmlContent Is(string name) => new HtmlString($"<strong data-is=\"{name}\"></strong>");
}
