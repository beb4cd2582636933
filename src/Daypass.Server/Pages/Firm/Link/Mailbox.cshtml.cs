using Daypass.Server.Hosting;
using Daypass.Server.Sessions;
using Daypass.Server.SignIn;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Daypass.Server.Pages.Firm.Link;

/// <summary>The confirming click of N11. The sign-in begins anew here: this browser passes the password step itself.</summary>
[NoSession]
internal sealed class MailboxModel(ConfirmMailboxProof confirm, SessionCookies cookies) : PageModel
{
    /// <summary>For holders of a permission the first link only starts the wait.</summary>
    public DateTimeOffset? WaitEnds { get; private set; }

    public void OnGet()
    {
    }

    public async Task<IActionResult> OnPost(string token)
    {
        switch (await confirm.Run(HttpContext.Firm().Id, token))
        {
            case ConfirmMailboxProofResult.Proven proven:
                cookies.OpenAttempt(HttpContext, proven.Attempt);
                return RedirectToPage("/Firm/SignIn/Index", new { proven = true });
            case ConfirmMailboxProofResult.WaitStarted wait:
                WaitEnds = wait.EndsAt;
                return Page();
            default:
                return RedirectToPage("Dead");
        }
    }
}
