using Daypass.Server.Sessions;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Daypass.Server.Pages.Firm.Link;

/// <summary>One page for every link that does not work: used, too old, replaced by a newer one, or never made.</summary>
[NoSession]
internal sealed class DeadModel : PageModel
{
    /// <summary>The form of an invitation was sent twice: it has done what it should.</summary>
    [BindProperty(SupportsGet = true)]
    public bool Accepted { get; set; }

    /// <summary>The answer to the first click may have come as far as the cookie.</summary>
    public IActionResult OnGet() => Accepted && HttpContext.SignedIn() is not null ? LocalRedirect("~/") : Page();
}
