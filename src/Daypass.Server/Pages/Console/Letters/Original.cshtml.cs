using Daypass.Server.Hosting;
using Daypass.Server.Letters.Evidence;
using Daypass.Server.Support;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Daypass.Server.Pages.Console.Letters;

/// <summary>
/// The file as it came: to be saved, never shown. Its bytes are a stranger's; so it has no type that a browser opens, a name of ours, and
/// whoever opens it here all the same finds a sandbox.
/// </summary>
[NeedsAgent]
[Sandboxed]
internal sealed class OriginalModel(DownloadLetter download) : PageModel
{
    public async Task<IActionResult> OnGetAsync(Guid id) =>
        await download.Run(HttpContext.AgentMe(), id) is { } original ? File(original.Bytes, "application/octet-stream", original.Name) : NotFound();
}
