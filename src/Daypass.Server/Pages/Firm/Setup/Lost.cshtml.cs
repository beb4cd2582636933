using Daypass.Server.Codes;
using Daypass.Server.Devices;
using Daypass.Server.Sessions;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Daypass.Server.Pages.Firm.Setup;

/// <summary>Marks a device lost (D5).</summary>
[Needs(Ability.ActForOthers)]
internal sealed class LostModel(AccessPanel panel, MarkLost markLost) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    [BindProperty(SupportsGet = true)]
    public Guid Device { get; set; }

    public PanelPerson Person { get; private set; } = null!;
    public string DeviceName { get; private set; } = "";

    public async Task<IActionResult> OnGetAsync()
    {
        if (await panel.Run(HttpContext.Me(), Id) is not { Rights.MayAct: true } view || view.Devices.FirstOrDefault(x => x.Id == Device) is not { } device)
        {
            return NotFound();
        }

        (Person, DeviceName) = (view.Person, device.Name);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync() => await markLost.Run(HttpContext.Me(), Id, Device) == MarkLostResult.Done
        ? LocalRedirect($"~/setup/person/{Id}?tab=access&show=settings&done=lost")
        : NotFound();
}
