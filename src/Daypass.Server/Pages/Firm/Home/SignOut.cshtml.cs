using Daypass.Server.Sessions;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Daypass.Server.Pages.Firm.Home;

/// <summary>Works for every session, also for one that may do nothing else or that ended a moment ago.</summary>
[NoSession]
internal sealed class SignOutModel(SignOut signOut, SessionCookies cookies) : PageModel
{
    public IActionResult OnGet() => LocalRedirect("~/");

    public async Task<IActionResult> OnPost()
    {
        if (HttpContext.SignedIn() is { } me)
        {
            await signOut.Run(me);
        }

        cookies.Close(HttpContext);
        return RedirectToPage("/Firm/SignIn/Index");
    }
}
