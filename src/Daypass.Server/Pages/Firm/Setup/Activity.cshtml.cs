using Daypass.Server.Audit;
using Daypass.Server.Sessions;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Daypass.Server.Pages.Firm.Setup;

/// <summary>A3: what happened in the firm, newest first; of one person, or of all.</summary>
[Needs(Ability.ActForOthers)]
internal sealed class ActivityModel(Activity activity) : PageModel
{
    private const int PageSize = 25;
    private const int LongestSearch = 200;

    /// <summary>Whose activity; empty: everybody's.</summary>
    [BindProperty(SupportsGet = true)]
    public Guid? Person { get; set; }

    /// <summary>Part of a name or email, as typed.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Who { get; set; }

    /// <summary>The line before which this page begins.</summary>
    [BindProperty(SupportsGet = true)]
    public long? Before { get; set; }

    public ActivityPage Lines { get; private set; } = null!;

    /// <summary>Who may be meant by <see cref="Who"/>, where it is not one.</summary>
    public IReadOnlyList<ActivityPerson>? Candidates { get; private set; }

    public async Task<IActionResult> OnGetAsync()
    {
        var me = HttpContext.Me();
        if (!ModelState.IsValid)
        {
            return NotFound();
        }

        if (Person is null && Who?.Trim() is { Length: > 0 and < LongestSearch } typed)
        {
            Candidates = await activity.People(me, typed);
            if (Candidates.Count == 1)
            {
                return RedirectToPage(new { person = Candidates[0].Id });
            }
        }

        if (await activity.Run(me, Person, Before, PageSize) is not { } lines)
        {
            return NotFound();
        }

        Lines = lines;
        return Page();
    }
}
