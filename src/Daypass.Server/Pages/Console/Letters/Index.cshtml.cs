using Daypass.Server.Letters;
using Daypass.Server.Letters.Evidence;
using Daypass.Server.Letters.Intake;
using Daypass.Server.Support;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Daypass.Server.Pages.Console.Letters;

/// <summary>Letters that belong to no case: those that wait, those that were refused, those put away; and how the mailbox goes.</summary>
[NeedsAgent]
internal sealed class IndexModel(LetterList list, CaseOfLetter cases, LookAtIntake intake) : PageModel
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

    /// <summary>The case that a letter is looked for; null: for none, or none that takes letters.</summary>
    public CaseForLetter? Wanted { get; private set; }
    public ListedLetters Letters { get; private set; } = null!;

    /// <summary>Null: no mailbox is set.</summary>
    public IntakeStanding? Intake { get; private set; }

    /// <summary>Where the next step with a letter is.</summary>
    public string Sort(Guid letter) => LetterLinks.Sort(letter, Wanted?.Number);

    public string Look(Guid letter) => LetterLinks.Of(letter, Wanted?.Number);

    /// <summary>Another part of this list.</summary>
    public string At(string show, int nr = 1) => $"/letters?show={show}{(nr > 1 ? $"&nr={nr}" : "")}{(Wanted is { } wanted ? $"&case={wanted.Number}" : "")}";

    public async Task<IActionResult> OnGetAsync()
    {
        if (!ModelState.IsValid || Nr is < 1 or > LastPage)
        {
            return NotFound();
        }

        Wanted = CaseNumber.Read(Case) is { } number ? await cases.Run(number) : null;
        Letters = await list.Run(State, Nr - 1, PerPage);
        Intake = await intake.Run();
        return Page();
    }
}
