using Daypass.Server.Cases;
using Daypass.Server.Letters;
using Daypass.Server.Letters.Evidence;
using Daypass.Server.Pages.Shared;
using Daypass.Server.Support;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace Daypass.Server.Pages.Console.Letters;

/// <summary>What a representative does with a letter of no case: makes it the evidence of one, puts it away, or puts it back.</summary>
[NeedsAgent(AgentRole.Representative)]
internal sealed class SortModel(LetterList list, CaseOfLetter cases, AssignLetter assign, PutAwayLetter putAway, IStringLocalizer<SortText> text) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    /// <summary>The number of the case, as typed; in a link, the one that the letter is looked for.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Case { get; set; }

    [BindProperty]
    public LetterPutAway? Reason { get; set; }

    public ListedLetter Letter { get; private set; } = null!;

    /// <summary>The case that the letter is looked for, which is offered first.</summary>
    public CaseForLetter? Wanted { get; private set; }

    public async Task<IActionResult> OnGetAsync()
    {
        if (!await Find())
        {
            return NotFound();
        }

        if (CaseNumber.Read(Case) is { } number && await cases.Run(number) is { } wanted)
        {
            Wanted = wanted;
            // The field below is for another one.
            ModelState.Remove(nameof(Case));
            Case = null;
        }

        return Page();
    }

    /// <summary>A form that is none of ours.</summary>
    public Task<IActionResult> OnPostAsync() => OnGetAsync();

    public async Task<IActionResult> OnPostAssignAsync()
    {
        if (CaseNumber.Read(Case) is not { } number)
        {
            return await Again(nameof(Case), "NoNumber");
        }

        return await assign.Run(HttpContext.AgentMe(), Id, number) switch
        {
            AssignLetterResult.Assigned assigned => LocalRedirect($"/cases/{assigned.Case}?done=letter"),
            AssignLetterResult.NoSuchCase => await Again(nameof(Case), "NoSuchCase"),
            AssignLetterResult.CaseIsFull => await Again(nameof(Case), "CaseIsFull"),
            AssignLetterResult.Refused { Why: CaseRefusal.SignedOut } => Challenge(),
            AssignLetterResult.Refused refused => await Again(nameof(Case), $"Refusal.{refused.Why}"),
            _ => await Again("", "Sorted"),
        };
    }

    public async Task<IActionResult> OnPostPutAwayAsync()
    {
        if (Reason is not { } why || !Enum.IsDefined(why))
        {
            return await Again(nameof(Reason), "ChooseReason");
        }

        return await Answer(await putAway.Run(HttpContext.AgentMe(), Id, why));
    }

    public async Task<IActionResult> OnPostPutBackAsync() => await Answer(await putAway.PutBack(HttpContext.AgentMe(), Id));

    private async Task<IActionResult> Answer(PutAwayResult result) => result switch
    {
        PutAwayResult.Done => LocalRedirect("/letters"),
        PutAwayResult.SignedOut => Challenge(),
        PutAwayResult.NotYours => Forbid(),
        _ => await Again("", "Sorted"),
    };

    private async Task<IActionResult> Again(string field, string message)
    {
        if (!await Find())
        {
            return NotFound();
        }

        return this.Wrong(field, text[message]);
    }

    private async Task<bool> Find()
    {
        if (await list.One(Id) is not { } letter)
        {
            return false;
        }

        Letter = letter;
        return true;
    }
}
