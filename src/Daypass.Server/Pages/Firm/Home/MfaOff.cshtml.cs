using Daypass.Server.Sessions;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Daypass.Server.Pages.Firm.Home;

/// <summary>N9: shown to whoever was admitted because the hold was over.</summary>
[Needs(Ability.SeeOwnProfile)]
internal sealed class MfaOffModel : PageModel
{
    public IActionResult OnGet() => HttpContext.Me().Kind == SessionKind.PasswordOnly ? Page() : LocalRedirect("~/");
}
