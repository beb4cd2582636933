using Daypass.Server.Cases;
using Daypass.Server.Hosting;
using Daypass.Server.Support;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Daypass.Server.Pages.Console.Cases;

/// <summary>The queue: what waits, first what waits for the viewer; or what is closed.</summary>
[NeedsAgent]
internal sealed class IndexModel(Queue queue) : PageModel
{
    /// <summary>The closed ones.</summary>
    [BindProperty(SupportsGet = true)]
    public bool Closed { get; set; }

    /// <summary>Of the closed ones, those before this moment, in microseconds since 1970.</summary>
    [BindProperty(SupportsGet = true)]
    public long? Before { get; set; }

    public QueuePage Cases { get; private set; } = null!;
    public IReadOnlyList<QueueLine> ForMe => [.. Cases.Lines.Where(x => x.IsForMe)];
    public IReadOnlyList<QueueLine> ForOthers => [.. Cases.Lines.Where(x => !x.IsForMe)];
    public long? Older => Cases.Older is { } older ? older.ToUnixTimeMilliseconds() * 1000 + older.Microsecond : null;

    public async Task<IActionResult> OnGetAsync()
    {
        if (!ModelState.IsValid || Before is < 0 or > Furthest)
        {
            return NotFound();
        }

        Cases = await queue.Run(HttpContext.AgentMe(), Closed, Before is { } before ? DateTimeOffset.UnixEpoch.AddMicroseconds(before) : null);
        return Page();
    }

    // The year 2200: what is typed into the address stays a time.
    private const long Furthest = 7_258_118_400_000_000;
}
