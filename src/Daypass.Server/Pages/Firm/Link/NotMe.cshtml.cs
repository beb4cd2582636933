using Daypass.Server.Codes;
using Daypass.Server.Hosting;
using Daypass.Server.Sessions;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Daypass.Server.Pages.Firm.Link;

/// <summary>T2, "this was not me": says what would be undone, and undoes it on one confirming click.</summary>
[NoSession]
internal sealed class NotMeModel(UndoRecovery undo, SessionCookies cookies) : PageModel
{
    public UndoView Would { get; private set; } = null!;

    public async Task<IActionResult> OnGet(string token)
    {
        if (await undo.Look(HttpContext.Firm().Id, token) is not { } would)
        {
            return RedirectToPage("Dead");
        }

        Would = would;
        return Page();
    }

    public async Task<IActionResult> OnPost(string token)
    {
        if (!await undo.Run(HttpContext.Firm().Id, token))
        {
            return RedirectToPage("Dead");
        }

        cookies.Close(HttpContext);
        return RedirectToPage("NotMeDone");
    }
}
