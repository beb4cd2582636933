using System.ComponentModel.DataAnnotations;
using Daypass.Server.Devices;
using Daypass.Server.Pages.Shared;
using Daypass.Server.Sessions;
using Daypass.Server.SignIn;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace Daypass.Server.Pages.Firm.Profile;

[Needs(Ability.ChangePassword)]
internal sealed class PasswordModel(ChangePassword changePassword, MyDevices myDevices, IStringLocalizer<SharedText> shared) : PageModel
{
    [BindProperty, Display(Name = "CurrentPassword"), Required(ErrorMessage = "Required"), StringLength(Fields.Password, ErrorMessage = "TooLong")]
    public string? Current { get; set; }

    [BindProperty, Display(Name = "NewPassword"), Required(ErrorMessage = "Required"), StringLength(Fields.Password, ErrorMessage = "TooLong")]
    public string? NewPassword { get; set; }

    [BindProperty, Display(Name = "RepeatPassword"), Compare(nameof(NewPassword), ErrorMessage = "NotTheSame")]
    public string? Repeat { get; set; }

    /// <summary>P3.</summary>
    public int Shortest { get; private set; }

    public async Task<IActionResult> OnGet()
    {
        Shortest = PasswordRule.ShortestFor((await myDevices.Run(HttpContext.Me())).Policy);
        return Page();
    }

    public async Task<IActionResult> OnPost()
    {
        await OnGet();
        if (!ModelState.IsValid)
        {
            return Page();
        }

        return await changePassword.Run(HttpContext.Me(), Current!, NewPassword!) switch
        {
            NewPasswordResult.Done => RedirectToPage("Index", new { did = Done.PasswordChanged }),
            NewPasswordResult.CurrentWrong => this.Wrong(nameof(Current), shared["CurrentPasswordWrong"]),
            NewPasswordResult.Locked => this.Wrong(nameof(Current), shared["PasswordLocked"]),
            NewPasswordResult.Problem bad => this.Wrong(nameof(NewPassword), bad.Why.Words(shared, Shortest)),
            NewPasswordResult.Busy => this.Busy(shared),
            _ => RedirectToPage("Limited"),
        };
    }
}
