using Daypass.Server.Audit;
using Daypass.Server.Cases;
using Daypass.Server.Support;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Daypass.Server.Pages.Console.Cases;

/// <summary>H6: what happened at this installation and concerns no firm, newest first.</summary>
[NeedsAgent(AgentRole.Technician)]
internal sealed class ActivityModel(LookAtInstallation look) : PageModel
{
    /// <summary>The line before which this page begins.</summary>
    [BindProperty(SupportsGet = true)]
    public long? Before { get; set; }

    public ActivityPage Lines { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync()
    {
        if (!ModelState.IsValid || await look.Run(HttpContext.AgentMe(), Before) is not { } lines)
        {
            return NotFound();
        }

        Lines = lines;
        return Page();
    }
}
