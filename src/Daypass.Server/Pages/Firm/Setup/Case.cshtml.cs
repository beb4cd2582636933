using Daypass.Server.Cases;
using Daypass.Server.Sessions;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Daypass.Server.Pages.Firm.Setup;

/// <summary>One support case of the firm: where it stands, what was done, and what an administrator may say to it.</summary>
[Needs(Ability.ActForOthers)]
internal sealed class CaseModel(FirmCases cases) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    /// <summary>What was just done.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Done { get; set; }

    public FirmCaseView View { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync()
    {
        if (await cases.One(HttpContext.Me(), Id) is not { } view)
        {
            return NotFound();
        }

        View = view;
        return Page();
    }
}
