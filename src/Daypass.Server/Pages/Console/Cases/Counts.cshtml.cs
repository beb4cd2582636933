using Daypass.Server.Cases;
using Daypass.Server.Support;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Daypass.Server.Pages.Console.Cases;

/// <summary>Cases over time, in pictures and as tables.</summary>
[NeedsAgent]
internal sealed class CountsModel(CountCases count) : PageModel
{
    public CaseCounts Counts { get; private set; } = null!;

    public async Task OnGetAsync() => Counts = await count.Run();
}
