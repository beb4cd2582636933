using Daypass.Server.Devices;
using Daypass.Server.Sessions;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Daypass.Server.Pages.Firm.Profile;

[Needs(Ability.SeeOwnProfile)]
internal sealed class PairedModel(MyDevices myDevices) : PageModel
{
    /// <summary>Named on the phone: the name tells whether it was the right one.</summary>
    public DeviceLine? Phone { get; private set; }

    public async Task OnGet() => Phone = (await myDevices.Run(HttpContext.Me())).Devices.MaxBy(x => x.PairedAt) is { Kind: AuthenticatorKind.Daypass } phone ? phone : null;
}
