using Daypass.Server.Cases;
using Daypass.Server.Hosting;
using Daypass.Server.Pages.Shared;
using Daypass.Server.Support;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace Daypass.Server.Pages.Console.Cases;

/// <summary>
/// H2. The form is posted, so that no email or phone stands in an address or a log; what was typed goes on to the result sealed. Looking at
/// the result again is another look-up, recorded like the first.
/// </summary>
[NeedsAgent]
internal sealed class LookUpModel(LookUp lookUp, Kept keeper, IStringLocalizer<CaseText> text, FirmTime time) : PageModel
{
    [BindProperty]
    public string? Query { get; set; }

    [BindProperty]
    public LookUpReason? Reason { get; set; }

    /// <summary>Null before anything was asked.</summary>
    public LookUpResult? Result { get; private set; }

    public async Task<IActionResult> OnGetAsync(string? kept)
    {
        var me = HttpContext.AgentMe();
        if (keeper.Find<Typed>(me.AgentId, kept) is not { } typed)
        {
            return Page();
        }

        (Query, Reason) = (typed.Query, typed.Reason);
        Result = await lookUp.Run(me, typed.Query, typed.Reason);
        switch (Result)
        {
            case LookUpResult.SignedOut:
                return LocalRedirect("/signin");
            case LookUpResult.TooOften often:
                ModelState.AddModelError("", text["LookUp.TooOften", time.Text(often.Until)]);
                break;
        }

        return Page();
    }

    public IActionResult OnPost()
    {
        Query = Query?.Trim();
        if (Query is not { Length: > 0 })
        {
            ModelState.AddModelError(nameof(Query), text["LookUp.QueryMissing"]);
        }
        else if (Query.Length < 2 || Query.Length > LookUp.Longest)
        {
            ModelState.AddModelError(nameof(Query), Query.Length < 2 ? text["LookUp.QueryShort"] : text["LookUp.QueryLong", LookUp.Longest]);
        }

        if (Reason is not { } reason || !Enum.IsDefined(reason))
        {
            ModelState.Remove(nameof(Reason));
            ModelState.AddModelError(nameof(Reason), text["LookUp.ReasonMissing"]);
        }

        return ModelState.IsValid
            ? LocalRedirect($"/lookup?kept={Uri.EscapeDataString(keeper.Keep(HttpContext.AgentMe().AgentId, new Typed(Query!, Reason!.Value)))}")
            : Page();
    }

    private sealed record Typed(string Query, LookUpReason Reason);
}
