using System.ComponentModel.DataAnnotations;
using Daypass.Server.Hosting;
using Daypass.Server.Pages.Shared;
using Daypass.Server.Sessions;
using Daypass.Server.SignIn;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace Daypass.Server.Pages.Firm.SignIn;

/// <summary>P3: somebody who signs in by password alone sets a longer one first.</summary>
[NoSession]
internal sealed class LongerPasswordModel(SecondStep secondStep, SetLongerPassword setLongerPassword, SessionCookies cookies, IStringLocalizer<SharedText> shared) : PageModel
{
    [BindProperty(SupportsGet = true), StringLength(Fields.Address)]
    public string? ReturnUrl { get; set; }

    [BindProperty, Display(Name = "NewPassword"), Required(ErrorMessage = "Required"), StringLength(Fields.Password, ErrorMessage = "TooLong")]
    public string? NewPassword { get; set; }

    [BindProperty, Display(Name = "RepeatPassword"), Compare(nameof(NewPassword), ErrorMessage = "NotTheSame")]
    public string? Repeat { get; set; }

    public async Task<IActionResult> OnGet() =>
        await secondStep.Run(HttpContext.Firm().Id, cookies.AttemptToken(HttpContext)) is { NeedsLongerPassword: true } ? Page() : StartAgain();

    public async Task<IActionResult> OnPost()
    {
        if (!ModelState.IsValid)
        {
            return await OnGet();
        }

        return await setLongerPassword.Run(HttpContext.Firm().Id, cookies.AttemptToken(HttpContext), NewPassword!, HttpContext.Client()) switch
        {
            NewPasswordResult.GoesOn { Next: PasswordResult.Busy busy } => this.Busy(shared, busy.RetryAfterSeconds),
            NewPasswordResult.GoesOn on => this.Next(cookies, on.Next, ReturnUrl),
            NewPasswordResult.Problem bad => this.Wrong(nameof(NewPassword), bad.Why.Words(shared, PasswordRule.ShortestIfOptional)),
            NewPasswordResult.Busy => this.Busy(shared),
            _ => StartAgain(),
        };
    }

    private IActionResult StartAgain()
    {
        cookies.CloseAttempt(HttpContext);
        return RedirectToPage("Index", new { ReturnUrl, again = true });
    }
}
