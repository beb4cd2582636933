using Daypass.Server.Hosting;
using Daypass.Server.Sessions;
using Daypass.Server.SignIn;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Daypass.Server.Pages.Firm.SignIn;

/// <summary>Asks for the mailed link of N11. The sign-in that asks gains nothing: it goes on in the browser that opens the link.</summary>
[NoSession]
internal sealed class MailboxModel(SecondStep secondStep, AskMailboxProof askMailboxProof, SessionCookies cookies) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public bool Sent { get; set; }

    public SecondStepView Now { get; private set; } = null!;

    public async Task<IActionResult> OnGet()
    {
        if (await secondStep.Run(HttpContext.Firm().Id, cookies.AttemptToken(HttpContext)) is not { } now)
        {
            return RedirectToPage("Index", new { again = true });
        }

        Now = now;
        return Page();
    }

    public async Task<IActionResult> OnPost() => await askMailboxProof.Run(HttpContext.Firm().Id, cookies.AttemptToken(HttpContext)) switch
    {
        AskMailboxProofResult.Mailed => RedirectToPage(new { Sent = true }),
        AskMailboxProofResult.StartAgain => RedirectToPage("Index", new { again = true }),
        // Waiting or not allowed: the page says so from the facts.
        _ => RedirectToPage(),
    };
}
