using System.ComponentModel.DataAnnotations;
using Daypass.Server.Devices;
using Daypass.Server.Pages.Shared;
using Daypass.Server.Sessions;
using Daypass.Server.SignIn;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace Daypass.Server.Pages.Firm.Profile;

/// <summary>Disconnects one's own device, after saying what that means for MFA (D1 to D3).</summary>
[Needs(Ability.ManageOwnDevices)]
internal sealed class DisconnectModel(MyDevices myDevices, Disconnect disconnect, FreshProof proof, FirmTime time, IStringLocalizer<SharedText> shared) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    [BindProperty, Display(Name = "CurrentPassword"), Required(ErrorMessage = "Required"), StringLength(Fields.Password, ErrorMessage = "TooLong")]
    public string? Password { get; set; }

    [BindProperty, Display(Name = "Code"), StringLength(Fields.Code, ErrorMessage = "TooLong")]
    public string? Code { get; set; }

    public MyDevicesView Mine { get; private set; } = null!;
    public DeviceLine Device { get; private set; } = null!;
    public bool AsksForTotp { get; private set; }
    public bool IsLast => Mine.Devices.Count == 1;

    public async Task<IActionResult> OnGet()
    {
        Mine = await myDevices.Run(HttpContext.Me());
        AsksForTotp = await proof.AsksForTotp(HttpContext.Me());
        if (Mine.Devices.FirstOrDefault(x => x.Id == Id) is not { } device)
        {
            return NotFound();
        }

        Device = device;
        return Page();
    }

    public async Task<IActionResult> OnPost()
    {
        if (!ModelState.IsValid)
        {
            return await OnGet();
        }

        switch (await disconnect.Run(HttpContext.Me(), Id, Password!, Code))
        {
            case DisconnectResult.Disconnected done:
                return RedirectToPage("Index", new { did = done.MfaTurnedOff ? Done.MfaOff : done.HoldUntil is null ? Done.Disconnected : Done.HeldOn });
            case DisconnectResult.Proof wrong:
                this.Explain(wrong.Result, shared, time, nameof(Password), nameof(Code));
                return await OnGet();
            case DisconnectResult.LastOneRequired:
                // The page says why from the facts.
                return await OnGet();
            case DisconnectResult.NotFound:
                return NotFound();
            default:
                return RedirectToPage("Limited");
        }
    }
}
