using System.ComponentModel.DataAnnotations;
using Daypass.Server.Devices;
using Daypass.Server.Pages.Shared;
using Daypass.Server.Sessions;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace Daypass.Server.Pages.Firm.Profile;

/// <summary>
/// Pairs an authenticator app. The POST that makes the secret answers the page itself, since the secret is shown once and kept nowhere
/// that a redirect could read; its form carries a single-use id, so that a reload makes none.
/// </summary>
[Needs(Ability.ManageOwnDevices)]
internal sealed class AddDeviceModel(StartPairing startPairing, FirmTime time, IStringLocalizer<SharedText> shared, IStringLocalizer<ProfileText> text) : PageModel
{
    [BindProperty]
    public Guid OperationId { get; set; }

    [BindProperty, Display(Name = "DeviceName"), StringLength(StartPairing.LongestName, ErrorMessage = "TooLong")]
    public string? Name { get; set; }

    [BindProperty, Display(Name = "CurrentPassword"), StringLength(Fields.Password, ErrorMessage = "TooLong")]
    public string? Password { get; set; }

    [BindProperty, Display(Name = "Code"), StringLength(Fields.Code, ErrorMessage = "TooLong")]
    public string? Code { get; set; }

    public (bool Password, bool Totp) Asks { get; private set; }

    /// <summary>The secret, on the one page that shows it.</summary>
    public StartPairingResult.Started? Started { get; private set; }
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

        switch (await startPairing.Run(HttpContext.Me(), OperationId, Name ?? "", Password, Code))
        {
            case StartPairingResult.Started started:
                Started = started;
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
