using System.ComponentModel.DataAnnotations;
using Daypass.Server.Hosting;
using Daypass.Server.Pages.Shared;
using Daypass.Server.People;
using Daypass.Server.Sessions;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace Daypass.Server.Pages.Firm.Link;

/// <summary>E3: an invited person sets a password, and goes on as N says.</summary>
[NoSession]
internal sealed class InvitationModel(LookAtInvitation look, AcceptInvitation accept, SessionCookies cookies, IStringLocalizer<SharedText> shared) : PageModel
{
    [BindProperty, Display(Name = "Password"), Required(ErrorMessage = "Required"), StringLength(Fields.Password, ErrorMessage = "TooLong")]
    public string? NewPassword { get; set; }

    [BindProperty, Display(Name = "RepeatPassword"), Compare(nameof(NewPassword), ErrorMessage = "NotTheSame")]
    public string? Repeat { get; set; }

    public InvitationView Invited { get; private set; } = null!;

    public async Task<IActionResult> OnGet(string token)
    {
        if (await look.Run(HttpContext.Firm().Id, token) is not { } invited)
        {
            return RedirectToPage("Dead");
        }

        Invited = invited;
        return Page();
    }

    public async Task<IActionResult> OnPost(string token)
    {
        if (await look.Run(HttpContext.Firm().Id, token) is not { } invited)
        {
            return await Again(token);
        }

        Invited = invited;
        if (!ModelState.IsValid)
        {
            return Page();
        }

        switch (await accept.Run(HttpContext.Firm().Id, token, NewPassword!, HttpContext.Client()))
        {
            case AcceptInvitationResult.Admitted admitted:
                cookies.Open(HttpContext, admitted.Session, admitted.AccountId, admitted.ExpiresAt, byDevice: false);
                return LocalRedirect("~/");
            case AcceptInvitationResult.PairingOnly pairing:
                cookies.Open(HttpContext, pairing.Session, pairing.AccountId, pairing.ExpiresAt, byDevice: false);
                return RedirectToPage("/Firm/Profile/AddDevice");
            case AcceptInvitationResult.Problem bad:
                return this.Wrong(nameof(NewPassword), bad.Why.Words(shared, Invited.ShortestPassword));
            case AcceptInvitationResult.Busy busy:
                return this.Busy(shared, busy.RetryAfterSeconds);
            default:
                return await Again(token);
        }
    }

    /// <summary>Clicked twice: the first click did it.</summary>
    private async Task<IActionResult> Again(string token) =>
        RedirectToPage("Dead", await look.WasAccepted(HttpContext.Firm().Id, token) ? new { accepted = true } : null);
}
