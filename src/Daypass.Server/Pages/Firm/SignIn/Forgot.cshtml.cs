using System.ComponentModel.DataAnnotations;
using Daypass.Server.Hosting;
using Daypass.Server.Pages.Shared;
using Daypass.Server.Sessions;
using Daypass.Server.SignIn;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Daypass.Server.Pages.Firm.SignIn;

/// <summary>Asks for a mailed reset link; the answer is the same for every address (P3).</summary>
[NoSession]
internal sealed class ForgotModel(AskPasswordReset askPasswordReset) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public bool Sent { get; set; }

    [BindProperty, Display(Name = "Email"), Required(ErrorMessage = "Required"), StringLength(EmailAddress.Longest, ErrorMessage = "TooLong")]
    public string? Email { get; set; }

    public void OnGet()
    {
    }

    public async Task<IActionResult> OnPost()
    {
        if (!ModelState.IsValid)
        {
            return Page();
        }

        await askPasswordReset.Run(HttpContext.Firm().Id, Email!);
        return RedirectToPage(new { Sent = true });
    }
}
