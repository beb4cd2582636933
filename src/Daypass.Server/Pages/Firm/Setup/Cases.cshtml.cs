using Daypass.Server.Cases;
using Daypass.Server.Sessions;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Daypass.Server.Pages.Firm.Setup;

/// <summary>Setup > Support cases: what the support desk was asked for in the firm's name. For administrators.</summary>
[Needs(Ability.ActForOthers)]
internal sealed class CasesModel(FirmCases cases) : PageModel
{
    public IReadOnlyList<FirmCaseLine> All { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync()
    {
        if (await cases.All(HttpContext.Me()) is not { } all)
        {
            return NotFound();
        }

        All = all;
        return Page();
    }
}
