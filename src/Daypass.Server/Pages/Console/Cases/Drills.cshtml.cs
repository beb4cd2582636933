using Daypass.Server.Cases.Drills;
using Daypass.Server.Support;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Daypass.Server.Pages.Console.Cases;

/// <summary>What came of drills: who stopped it where. Those that run only for whoever started them.</summary>
[NeedsAgent]
internal sealed class DrillsModel(DrillResults results) : PageModel
{
    public IReadOnlyList<DrillLine> Lines { get; private set; } = [];

    public async Task OnGetAsync() => Lines = await results.Run(HttpContext.AgentMe());
}
