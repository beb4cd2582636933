using Daypass.Server.Sessions;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Daypass.Server.Pages.Firm.Profile;

/// <summary>Where a session lands that may not do what was asked of it (S2, S4).</summary>
[Needs(Ability.SeeOwnProfile)]
internal sealed class LimitedModel : PageModel
{
    public void OnGet() => Response.StatusCode = StatusCodes.Status403Forbidden;
}
