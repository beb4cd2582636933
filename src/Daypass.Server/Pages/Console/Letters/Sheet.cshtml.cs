using Daypass.Server.Letters.Evidence;
using Daypass.Server.Support;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Daypass.Server.Pages.Console.Letters;

/// <summary>One page's image, made here.</summary>
[NeedsAgent]
internal sealed class SheetModel(ShowPage show) : PageModel
{
    public async Task<IActionResult> OnGetAsync(Guid id, int number) =>
        await show.Run(HttpContext.AgentMe(), id, number) is { } png ? File(png, "image/png") : NotFound();
}
