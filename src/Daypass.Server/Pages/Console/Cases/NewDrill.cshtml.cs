using Daypass.Server.Cases;
using Daypass.Server.Cases.Drills;
using Daypass.Server.Pages.Shared;
using Daypass.Server.Support;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace Daypass.Server.Pages.Console.Cases;

/// <summary>Starts a drill for an administrator who was looked up. Its id is the form's: sent twice, it starts one.</summary>
[NeedsAgent(AgentRole.Technician)]
internal sealed class NewDrillModel(StartDrill start, DrillHelpers helpers, Kept keeper, CaseWords words, IStringLocalizer<CaseText> text) : PageModel
{
    public static readonly IReadOnlyList<CaseArrival> Arrivals = [CaseArrival.Email, CaseArrival.Fax];

    [BindProperty(SupportsGet = true)]
    public string? For { get; set; }

    [BindProperty]
    public Guid Id { get; set; }

    [BindProperty]
    public DrillFlaw? Flaw { get; set; }

    [BindProperty]
    public CaseArrival? Arrival { get; set; }

    /// <summary>A representative who knows of it; null: the starter's own name.</summary>
    [BindProperty]
    public Guid? InNameOf { get; set; }

    /// <summary>Null: no look-up led here, or too long ago.</summary>
    public CaseFor? Wanted { get; private set; }

    public IReadOnlyList<AgentChoice> Helpers { get; private set; } = [];

    public async Task OnGetAsync()
    {
        await Load();
        Id = Guid.NewGuid();
    }

    public async Task<IActionResult> OnPostAsync()
    {
        await Load();
        if (Wanted is null || !IsGood())
        {
            return Page();
        }

        return await start.Run(HttpContext.AgentMe(), new DrillRequest(Id, Wanted.Firm, Wanted.Account, Flaw!.Value, Arrival!.Value, CodeReason.Lost, InNameOf)) switch
        {
            OpenCaseResult.Opened opened => LocalRedirect(CaseLinks.Of(opened.Case, "drill")),
            OpenCaseResult.Refused { Why: CaseRefusal.SignedOut } => LocalRedirect("/signin"),
            OpenCaseResult.Refused refused => this.Wrong("", words.Why(refused.Why)),
            OpenCaseResult.TooMany full => this.Wrong("", words.TooMany(full.Until)),
            _ => this.Wrong("", text["New.Gone"]),
        };
    }

    private async Task Load()
    {
        var me = HttpContext.AgentMe();
        (Wanted, Helpers) = (keeper.Find<CaseFor>(me.AgentId, For), await helpers.Run(me));
    }

    private bool IsGood()
    {
        if (Flaw is not { } flaw || !Enum.IsDefined(flaw))
        {
            Say(nameof(Flaw), "Drill.FlawMissing");
        }

        if (Arrival is not { } arrival || !Arrivals.Contains(arrival))
        {
            Say(nameof(Arrival), "New.ArrivalMissing");
        }

        if (InNameOf is { } name && Helpers.All(x => x.Id != name))
        {
            Say(nameof(InNameOf), "Drill.HelperGone");
        }

        if (Id == Guid.Empty)
        {
            // Not our form, or a damaged one: a new id, and the technician decides again.
            ModelState.Remove(nameof(Id));
            Id = Guid.NewGuid();
            ModelState.AddModelError("", text["New.Damaged"]);
        }

        return ModelState.IsValid;
    }

    private void Say(string field, string words)
    {
        ModelState.Remove(field);
        ModelState.AddModelError(field, text[words]);
    }
}
