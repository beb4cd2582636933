using System.ComponentModel.DataAnnotations;
using Daypass.Server.Devices;
using Daypass.Server.Pages.Shared;
using Daypass.Server.Sessions;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace Daypass.Server.Pages.Firm.Profile;

/// <summary>
/// Pairs a phone or an authenticator app. The POST that makes the code or the secret answers the page itself, since it is shown once and kept nowhere
/// that a redirect could read; its form carries a single-use id, so that a reload makes none.
/// </summary>
[Needs(Ability.ManageOwnDevices)]
internal sealed class AddDeviceModel(StartPairing startPairing, FirmTime time, IStringLocalizer<SharedText> shared, IStringLocalizer<ProfileText> text) : PageModel
{
    [BindProperty]
    public Guid OperationId { get; set; }

    [BindProperty, Display(Name = "KindOfDevice")]
    public AuthenticatorKind Kind { get; set; } = AuthenticatorKind.Daypass;

    /// <summary>The pairing before this one ran out, or another device was faster.</summary>
    [BindProperty(SupportsGet = true)]
    public bool Again { get; set; }

    [BindProperty, Display(Name = "DeviceName"), StringLength(StartPairing.LongestName, ErrorMessage = "TooLong")]
    public string? Name { get; set; }

    [BindProperty, Display(Name = "CurrentPassword"), StringLength(Fields.Password, ErrorMessage = "TooLong")]
    public string? Password { get; set; }

    [BindProperty, Display(Name = "Code"), StringLength(Fields.Code, ErrorMessage = "TooLong")]
    public string? Code { get; set; }

    public (bool Password, bool Totp) Asks { get; private set; }

    /// <summary>The secret, or the code for a phone, on the one page that shows it.</summary>
    public StartPairingResult.Started? Started { get; private set; }
    public StartPairingResult.StartedPhone? Phone { get; private set; }
    public bool AlreadyShown { get; private set; }

    /// <summary>N4, N5: this session is good for pairing and nothing else.</summary>
    public bool IsForced => HttpContext.Me().Kind == SessionKind.MailboxProof;

    public async Task OnGet()
    {
        OperationId = Guid.CreateVersion7();
        Name ??= text["AnApp"];
        Asks = await startPairing.AsksFor(HttpContext.Me());
    }

    public async Task<IActionResult> OnPost()
    {
        Asks = await startPairing.AsksFor(HttpContext.Me());
        if (Asks.Password && string.IsNullOrEmpty(Password))
        {
            ModelState.AddModelError(nameof(Password), shared["Required", shared["CurrentPassword"]]);
        }

        if (OperationId == Guid.Empty)
        {
            ModelState.AddModelError("", shared["FormIncomplete"]);
        }

        if (!ModelState.IsValid)
        {
            return Page();
        }

        switch (await startPairing.Run(HttpContext.Me(), OperationId, Name ?? "", Password, Code, Kind))
        {
            case StartPairingResult.Started started:
                Started = started;
                return Page();
            case StartPairingResult.StartedPhone phone:
                Phone = phone;
                return Page();
            case StartPairingResult.AlreadyShown:
                AlreadyShown = true;
                return Page();
            case StartPairingResult.Proof proof:
                this.Explain(proof.Result, shared, time, nameof(Password), nameof(Code));
                return Page();
            case StartPairingResult.TooMany:
                return this.Wrong("", text["TooManyDevices", StartPairing.MostDevices]);
            default:
                return RedirectToPage("Limited");
        }
    }
}
