using Daypass.Server.Letters.Evidence;
using Daypass.Server.Support;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Daypass.Server.Pages.Console.Letters;

/// <summary>A letter: its pages, where it came from, and the original to take along. Each look is recorded (H6).</summary>
[NeedsAgent]
internal sealed class LetterModel(LookAtLetter look, RenderLetter render) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    /// <summary>The number of the case that it is looked at for, as a link says it.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Case { get; set; }

    public int? Wanted => CaseNumber.Read(Case);

    public LetterView View { get; private set; } = null!;

    public bool HasContent => View.Letter is { Type: not null, PurgedAt: null };

    public async Task<IActionResult> OnGetAsync()
    {
        if (await look.Run(HttpContext.AgentMe(), Id) is not { } view)
        {
            return NotFound();
        }

        View = view;
        return Page();
    }

    /// <summary>Tries to make the pages once more: the program was missing, or the machine was busy.</summary>
    public async Task<IActionResult> OnPostAgainAsync()
    {
        await render.Run(Id, again: true);
        return LocalRedirect($"/letters/{Id}");
    }
}
