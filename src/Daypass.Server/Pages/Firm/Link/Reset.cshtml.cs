using System.ComponentModel.DataAnnotations;
using Daypass.Server.Hosting;
using Daypass.Server.Pages.Shared;
using Daypass.Server.Sessions;
using Daypass.Server.SignIn;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace Daypass.Server.Pages.Firm.Link;

/// <summary>P3: a new password by the mailed link. Signs nobody in, and never skips the second step.</summary>
[NoSession]
internal sealed class ResetModel(ResetPassword resetPassword, SessionCookies cookies, IStringLocalizer<SharedText> shared) : PageModel
{
    [BindProperty, Display(Name = "NewPassword"), Required(ErrorMessage = "Required"), StringLength(Fields.Password, ErrorMessage = "TooLong")]
    public string? NewPassword { get; set; }

    [BindProperty, Display(Name = "RepeatPassword"), Compare(nameof(NewPassword), ErrorMessage = "NotTheSame")]
    public string? Repeat { get; set; }

    public void OnGet()
    {
    }

    public async Task<IActionResult> OnPost(string token)
    {
        if (!ModelState.IsValid)
        {
            return Page();
        }

        switch (await resetPassword.Run(HttpContext.Firm().Id, token, NewPassword!))
        {
            case NewPasswordResult.Done:
                cookies.Close(HttpContext);
                return RedirectToPage("ResetDone");
            case NewPasswordResult.Problem bad:
                return this.Wrong(nameof(NewPassword), bad.Why.Words(shared));
            case NewPasswordResult.Busy:
                return this.Busy(shared);
            default:
                return RedirectToPage("Dead");
        }
    }
}
