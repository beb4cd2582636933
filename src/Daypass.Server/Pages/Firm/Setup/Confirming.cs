using Daypass.Server.Sessions;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Daypass.Server.Pages.Firm.Setup;

/// <summary>What needs a fresh second step (C15, W5) sends people to confirm, and brings them back to what they typed.</summary>
internal static class Confirming
{
    public static bool IsFresh(this SignedIn me, TimeProvider clock) => SessionRule.IsFresh(me.ConfirmedAt, clock.Now());

    public static IActionResult ConfirmFirst(this PageModel page, string? kept = null)
    {
        var back = page.Request.Path.Value + (kept is null ? "" : $"?kept={Uri.EscapeDataString(kept)}");
        return page.LocalRedirect($"~/profile/confirm?returnUrl={Uri.EscapeDataString(back)}");
    }
}
