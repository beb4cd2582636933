using Daypass.Server.Sessions;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Daypass.Server.Pages.Firm.Home;

/// <summary>Where a sign-in ends when it was not on the way to another page: who you are, and what you may do here.</summary>
[Needs(Ability.SeeOwnProfile)]
internal sealed class IndexModel : PageModel
{
    public SignedIn Me => HttpContext.Me();
}
