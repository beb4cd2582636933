using Daypass.Server.Pages.Shared;
using Daypass.Server.Sessions;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Daypass.Server.Pages.Firm.Setup;

/// <summary>Leads to the first list that this person may see.</summary>
[Needs(Ability.ActForOthers)]
internal sealed class IndexModel : PageModel
{
    public IActionResult OnGet() => Menu.Of(HttpContext.Me()).Setup is { } first ? LocalRedirect(first) : NotFound();
}
