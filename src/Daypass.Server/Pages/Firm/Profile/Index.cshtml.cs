using Daypass.Server.Codes;
using Daypass.Server.Devices;
using Daypass.Server.Pages.Shared;
using Daypass.Server.Sessions;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Daypass.Server.Pages.Firm.Profile;

/// <summary>A person's own login: devices, code, backup codes, password, sessions.</summary>
[Needs(Ability.SeeOwnProfile)]
internal sealed class IndexModel(MyDevices myDevices, MyCode myCode, MySessions mySessions, RemoveCode removeCode, SignOutEverywhere signOutEverywhere, SessionCookies cookies) : PageModel
{
    /// <summary>What was just done, for the message on top.</summary>
    [BindProperty(SupportsGet = true)]
    public Done? Did { get; set; }

    public SignedIn Me => HttpContext.Me();
    public MyDevicesView Devices { get; private set; } = null!;
    public MyCodeView? Code { get; private set; }
    public IReadOnlyList<SessionLine> Sessions { get; private set; } = [];

    public async Task OnGet()
    {
        Devices = await myDevices.Run(Me);
        Code = await myCode.Run(Me);
        Sessions = await mySessions.Run(Me);
    }

    public async Task<IActionResult> OnPostRemoveCode() => await removeCode.Run(Me, Me.AccountId) switch
    {
        RemoveResult.NotAllowed => RedirectToPage("Limited"),
        _ => RedirectToPage("Index", new { did = Done.CodeRemoved }),
    };

    public async Task<IActionResult> OnPostSignOutEverywhere()
    {
        await signOutEverywhere.Run(Me);
        cookies.Close(HttpContext);
        return RedirectToPage("/Firm/SignIn/Index");
    }
}

/// <summary>What a form did, carried over its redirect.</summary>
internal enum Done { CodeRemoved, Paired, Disconnected, MfaOff, HeldOn, PasswordChanged, SessionEnded }
