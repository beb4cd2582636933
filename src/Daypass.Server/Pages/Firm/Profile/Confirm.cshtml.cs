using System.ComponentModel.DataAnnotations;
using Daypass.Server.Pages.Shared;
using Daypass.Server.Sessions;
using Daypass.Server.SignIn;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace Daypass.Server.Pages.Firm.Profile;

/// <summary>A fresh second step, for what asks for one (C15, D1, W5); then back to where it was asked.</summary>
[Needs(Ability.SeeOwnProfile)]
internal sealed class ConfirmModel(FreshProof proof, FirmTime time, IStringLocalizer<SharedText> shared) : PageModel
{
    [BindProperty(SupportsGet = true), StringLength(Fields.Address)]
    public string? ReturnUrl { get; set; }

    [BindProperty, Display(Name = "Code"), Required(ErrorMessage = "Required"), StringLength(Fields.Code, ErrorMessage = "TooLong")]
    public string? Code { get; set; }

    /// <summary>Whether a device is there to confirm with, in a session that may.</summary>
    public bool CanConfirm { get; private set; }

    public async Task OnGet() => CanConfirm = await proof.AsksForTotp(HttpContext.Me());

    public async Task<IActionResult> OnPost()
    {
        await OnGet();
        if (!CanConfirm || !ModelState.IsValid)
        {
            return Page();
        }

        if (await proof.SecondStep(HttpContext.Me(), Code!) is not ProofResult.Fine and var wrong)
        {
            this.Explain(wrong, shared, time, nameof(Code), nameof(Code));
            return Page();
        }

        return this.GoOn(ReturnUrl ?? "/profile");
    }
}
