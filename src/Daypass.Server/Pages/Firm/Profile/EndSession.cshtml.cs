using Daypass.Server.Sessions;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Daypass.Server.Pages.Firm.Profile;

/// <summary>Where the button beside a session posts. Whoever opens it as a link finds the list of sessions.</summary>
[Needs(Ability.SeeOwnProfile)]
internal sealed class EndSessionModel(EndSession endSession) : PageModel
{
    public IActionResult OnGet() => RedirectToPage("Index");

    public async Task<IActionResult> OnPost(Guid id) =>
        await endSession.Run(HttpContext.Me(), id) ? RedirectToPage("Index", new { did = Done.SessionEnded }) : NotFound();
}
