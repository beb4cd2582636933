using Daypass.Server.Cases;
using Daypass.Server.Pages.Shared;
using Daypass.Server.Support;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;

namespace Daypass.Server.Pages.Console.Cases;

/// <summary>A technician says no, and why (H4).</summary>
[NeedsAgent(AgentRole.Technician)]
internal sealed class RejectModel(LookAtCase look, RejectCase reject, FirmTime time, IStringLocalizer<CaseText> text) : CasePage(look, time)
{
    [BindProperty]
    public CaseRejection? Why { get; set; }

    [BindProperty]
    public string? Remark { get; set; }

    public async Task<IActionResult> OnPostAsync()
    {
        Remark = Remark?.Trim();
        if (Why is not { } why || !Enum.IsDefined(why))
        {
            ModelState.Remove(nameof(Why));
            ModelState.AddModelError(nameof(Why), text["Reject.WhyMissing"]);
        }
        else if (why == CaseRejection.Other && DisplayText.Clean(Remark).Length == 0)
        {
            ModelState.AddModelError(nameof(Remark), text["Reject.RemarkMissing"]);
        }

        if (Remark?.Length > RejectCase.LongestText)
        {
            ModelState.AddModelError(nameof(Remark), text["Decide.RemarkTooLong", RejectCase.LongestText]);
        }

        return ModelState.IsValid ? this.After(await reject.Run(Me, Id, Why!.Value, Remark), Id, "rejected") : await OnGetAsync();
    }
}
