using Daypass.Server.Cases;
using Daypass.Server.Hosting;
using Daypass.Server.Sessions;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Daypass.Server.Pages.Firm.Link;

/// <summary>T1, "stop this": says what the case is and what the click would do, and does it on one confirming click. Afterwards it shows where the case stands.</summary>
[NoSession]
internal sealed class StopCaseModel(StopCaseByLink stop) : PageModel
{
    public StopView Case { get; private set; } = null!;

    public async Task<IActionResult> OnGet(string token)
    {
        if (await stop.Look(HttpContext.Firm().Id, token) is not { } view)
        {
            return RedirectToPage("Dead");
        }

        Case = view;
        return Page();
    }

    /// <summary>Back to this page; not by its route, which would be written in lower case, the token too.</summary>
    public async Task<IActionResult> OnPost(string token) =>
        await stop.Run(HttpContext.Firm().Id, token) is null ? RedirectToPage("Dead") : LocalRedirect($"~/link/stop-case/{token}");
}
