using System.ComponentModel.DataAnnotations;
using Daypass.Server.Pages.Shared;
using Daypass.Server.Sessions;
using Daypass.Server.Support;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace Daypass.Server.Pages.Console.SignIn;

/// <summary>H7: whoever has the operator's link sets a password, and goes on to pair an authenticator.</summary>
[NoSession]
internal sealed class EnrolModel(Enrolment enrolment, AgentCookies cookies, IStringLocalizer<SharedText> shared) : PageModel
{
    [BindProperty, Display(Name = "Password"), Required(ErrorMessage = "Required"), StringLength(Fields.Password, ErrorMessage = "TooLong")]
    public string? NewPassword { get; set; }

    [BindProperty, Display(Name = "RepeatPassword"), Compare(nameof(NewPassword), ErrorMessage = "NotTheSame")]
    public string? Repeat { get; set; }

    /// <summary>Null: the link is dead, and the page says what to do.</summary>
    public EnrolmentView? Enrols { get; private set; }

    public async Task OnGet(string token) => Enrols = await enrolment.Look(token);

    public async Task<IActionResult> OnPost(string token)
    {
        await OnGet(token);
        if (Enrols is null || !ModelState.IsValid)
        {
            return Page();
        }

        switch (await enrolment.Run(token, NewPassword!))
        {
            case EnrolmentResult.GoesOn on:
                cookies.OpenSignIn(HttpContext, on.SignIn);
                return RedirectToPage("Code");
            case EnrolmentResult.Problem bad:
                return this.Wrong(nameof(NewPassword), bad.Why.Words(shared, Enrolment.ShortestPassword));
            case EnrolmentResult.Busy:
                return this.Busy(shared);
            default:
                Enrols = null;
                return Page();
        }
    }
}
