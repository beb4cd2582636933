using Daypass.Server.Sessions;
using Daypass.Server.Support;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Daypass.Server.Pages.Console;

/// <summary>Works also for a session that ended a moment ago.</summary>
[NoSession]
internal sealed class SignOutModel(AgentSignOut signOut, AgentCookies cookies) : PageModel
{
    public IActionResult OnGet() => LocalRedirect("/");

    public async Task<IActionResult> OnPost()
    {
        if (HttpContext.Agent() is { } me)
        {
            await signOut.Run(me);
        }

        cookies.Close(HttpContext);
        return LocalRedirect("/signin");
    }
}
