using Daypass.Server.People;
using Daypass.Server.Sessions;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Daypass.Server.Pages.Firm.Setup;

/// <summary>Setup > Staff and Setup > Clients.</summary>
[Needs(Ability.ActForOthers)]
internal sealed class ListModel(PersonList list) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public string Side { get; set; } = "";

    /// <summary>Part of a name or email.</summary>
    [BindProperty(SupportsGet = true, Name = "q")]
    public string? Search { get; set; }

    [BindProperty(SupportsGet = true, Name = "nr")]
    public int Number { get; set; } = 1;

    public Kind Kind { get; private set; }
    public PersonPage People { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync()
    {
        var me = HttpContext.Me();
        if (Sides.Managed(me, Side) is not { } kind || !ModelState.IsValid)
        {
            return NotFound();
        }

        if (await list.Run(me, kind, Search, Number) is not { } people)
        {
            return NotFound();
        }

        (Kind, People) = (kind, people);
        return Page();
    }
}
