using Daypass.Server.Cases;
using Daypass.Server.Pages.Shared;
using Daypass.Server.Support;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Daypass.Server.Pages.Console.Cases;

/// <summary>A case: what it waits for, its evidence, its checklist and its history.</summary>
[NeedsAgent]
internal sealed class CaseModel(LookAtCase look, FirmTime time) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    public CaseView View { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync()
    {
        if (await look.Run(HttpContext.AgentMe(), Id) is not { } view)
        {
            return NotFound();
        }

        View = view;
        time.SpeakOf(view.Firm.TimeZone);
        return Page();
    }
}
