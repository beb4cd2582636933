using Daypass.Server.Letters;
using Daypass.Server.Letters.Intake;
using Daypass.Server.Support;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Daypass.Server.Pages.Console.Letters;

/// <summary>Letters that belong to no case: those that wait, those that were refused, those put away; and how the mailbox goes.</summary>
[NeedsAgent]
internal sealed class IndexModel(LetterList list, LookAtIntake intake) : PageModel
{
    public const int PerPage = 25;
    private const int LastPage = 10_000;

    /// <summary>Which of them: "waiting", "refused" or "away".</summary>
    [BindProperty(SupportsGet = true)]
    public string? Show { get; set; }

    /// <summary>The page, from 1.</summary>
    [BindProperty(SupportsGet = true)]
    public int Nr { get; set; } = 1;

    /// <summary>The number of the case that a letter is looked for.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Case { get; set; }

    public LetterState State => Show switch { "refused" => LetterState.Refused, "away" => LetterState.PutAway, _ => LetterState.Unassigned };
    public int? CaseNumber => Domain.CaseNumber.Read(Case);
    public ListedLetters Letters { get; private set; } = null!;

    /// <summary>Null: no mailbox is set.</summary>
    public IntakeStanding? Intake { get; private set; }

    /// <summary>Where the next step with a letter is.</summary>
    public string Sort(Guid letter) => $"/letters/{letter}/sort{(CaseNumber is { } number ? $"?case={number}" : "")}";

    /// <summary>Another part of this list.</summary>
    public string At(string show, int nr = 1) => $"/letters?show={show}{(nr > 1 ? $"&nr={nr}" : "")}{(CaseNumber is { } number ? $"&case={number}" : "")}";

    public async Task<IActionResult> OnGetAsync()
    {
        if (!ModelState.IsValid || Nr is < 1 or > LastPage)
        {
            return NotFound();
        }

        Letters = await list.Run(State, Nr - 1, PerPage);
        Intake = await intake.Run();
        return Page();
    }
}
