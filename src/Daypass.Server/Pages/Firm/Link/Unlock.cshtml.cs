using Daypass.Server.Hosting;
using Daypass.Server.Sessions;
using Daypass.Server.SignIn;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Daypass.Server.Pages.Firm.Link;

/// <summary>P2: lifts the lock of wrong passwords. The look alone does nothing: mail scanners open links.</summary>
[NoSession]
internal sealed class UnlockModel(UnlockByLink unlock) : PageModel
{
    public void OnGet()
    {
    }

    public async Task<IActionResult> OnPost(string token) =>
        await unlock.Run(HttpContext.Firm().Id, token) ? RedirectToPage("Unlocked") : RedirectToPage("Dead");
}
