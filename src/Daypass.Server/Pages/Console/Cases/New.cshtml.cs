using Daypass.Server.Cases;
using Daypass.Server.Hosting;
using Daypass.Server.Pages.Shared;
using Daypass.Server.Support;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace Daypass.Server.Pages.Console.Cases;

/// <summary>Opens a case (H3) for somebody who was looked up. Its id is the form's: sent twice, it opens one.</summary>
[NeedsAgent(AgentRole.Representative)]
internal sealed class NewModel(OpenCase openCase, Kept keeper, CaseWords words, IStringLocalizer<CaseText> text) : PageModel
{
    private const int Longest = 200;

    [BindProperty(SupportsGet = true)]
    public string? For { get; set; }

    [BindProperty]
    public Guid Id { get; set; }

    [BindProperty]
    public CaseArrival? Arrival { get; set; }

    [BindProperty]
    public CodeReason? Reason { get; set; }

    [BindProperty]
    public string? ReasonText { get; set; }

    [BindProperty]
    public string? OfficerName { get; set; }

    /// <summary>Null: no look-up led here, or too long ago.</summary>
    public CaseFor? Wanted { get; private set; }

    /// <summary>A letter comes by fax or email (H3); a removal needs none (H5).</summary>
    public IReadOnlyList<CaseArrival> Arrivals => Wanted?.Kind == CaseKind.RemoveCode
        ? [CaseArrival.Phone, CaseArrival.Email, CaseArrival.Fax]
        : [CaseArrival.Email, CaseArrival.Fax];

    public void OnGet()
    {
        Wanted = keeper.Find<CaseFor>(HttpContext.AgentMe().AgentId, For);
        Id = Guid.NewGuid();
    }

    public async Task<IActionResult> OnPostAsync()
    {
        var me = HttpContext.AgentMe();
        Wanted = keeper.Find<CaseFor>(me.AgentId, For);
        if (Wanted is null || !IsGood(Wanted.Kind))
        {
            return Page();
        }

        var reason = Wanted.Kind == CaseKind.Access ? Reason!.Value : CodeReason.Other;
        return await openCase.Run(me, new CaseRequest(Id, Wanted.Firm, Wanted.Kind, Wanted.Account, Arrival!.Value, reason, ReasonText, OfficerName)) switch
        {
            OpenCaseResult.Opened opened => LocalRedirect(CaseLinks.Of(opened.Case, "opened")),
            OpenCaseResult.Refused { Why: CaseRefusal.SignedOut } => LocalRedirect("/signin"),
            OpenCaseResult.Refused refused => this.Wrong("", words.Why(refused.Why)),
            OpenCaseResult.TooMany full => this.Wrong("", words.TooMany(full.Until)),
            _ => this.Wrong("", text["New.Gone"]),
        };
    }

    private bool IsGood(CaseKind kind)
    {
        (ReasonText, OfficerName) = (ReasonText?.Trim(), OfficerName?.Trim());
        if (Arrival is not { } arrival || !Arrivals.Contains(arrival))
        {
            Say(nameof(Arrival), "New.ArrivalMissing");
        }

        if (kind == CaseKind.Access && (Reason is not { } reason || !Enum.IsDefined(reason)))
        {
            Say(nameof(Reason), "New.ReasonMissing");
        }

        if ((kind != CaseKind.Access || Reason == CodeReason.Other) && DisplayText.Clean(ReasonText).Length == 0)
        {
            Say(nameof(ReasonText), "New.ReasonTextMissing");
        }

        if (kind == CaseKind.HandOver && DisplayText.Clean(OfficerName).Length == 0)
        {
            Say(nameof(OfficerName), "New.OfficerMissing");
        }

        foreach (var (name, typed) in new[] { (nameof(ReasonText), ReasonText), (nameof(OfficerName), OfficerName) })
        {
            if (typed?.Length > Longest)
            {
                Say(name, "New.TooLong");
            }
        }

        if (Id == Guid.Empty)
        {
            // Not our form, or a damaged one: a new id, and the agent decides again.
            ModelState.Remove(nameof(Id));
            Id = Guid.NewGuid();
            ModelState.AddModelError("", text["New.Damaged"]);
        }

        return ModelState.IsValid;
    }

    private void Say(string field, string words)
    {
        // Model binding may have said the same less well.
        ModelState.Remove(field);
        ModelState.AddModelError(field, text[words]);
    }
}
