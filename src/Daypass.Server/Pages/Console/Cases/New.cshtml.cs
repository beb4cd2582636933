using Daypass.Server.Cases;
using Daypass.Server.Pages.Shared;
using Daypass.Server.Support;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;

namespace Daypass.Server.Pages.Console.Cases;

/// <summary>Opens a case (H3).</summary>
[NeedsAgent(AgentRole.Representative)]
internal sealed class NewModel(OpenCase openCase, Kept keeper, CaseWords words, IStringLocalizer<CaseText> text) : NewCasePage(keeper, words, text)
{
    private const int Longest = 200;

    [BindProperty]
    public CodeReason? Reason { get; set; }

    [BindProperty]
    public string? ReasonText { get; set; }

    [BindProperty]
    public string? OfficerName { get; set; }

    /// <summary>A removal needs no letter (H5).</summary>
    public override IReadOnlyList<CaseArrival> Arrivals => Wanted?.Kind == CaseKind.RemoveCode ? [CaseArrival.Phone, .. base.Arrivals] : base.Arrivals;

    protected override string Done => "opened";

    protected override Task<OpenCaseResult> Open(CaseFor wanted) => openCase.Run(Me, new CaseRequest(
        Id, wanted.Firm, wanted.Kind, wanted.Account, Arrival!.Value, wanted.Kind == CaseKind.Access ? Reason!.Value : CodeReason.Other, ReasonText, OfficerName));

    protected override void Check(CaseFor wanted)
    {
        (ReasonText, OfficerName) = (ReasonText?.Trim(), OfficerName?.Trim());
        if (wanted.Kind == CaseKind.Access && (Reason is not { } reason || !Enum.IsDefined(reason)))
        {
            Say(nameof(Reason), "New.ReasonMissing");
        }

        if ((wanted.Kind != CaseKind.Access || Reason == CodeReason.Other) && DisplayText.Clean(ReasonText).Length == 0)
        {
            Say(nameof(ReasonText), "New.ReasonTextMissing");
        }

        if (wanted.Kind == CaseKind.HandOver && DisplayText.Clean(OfficerName).Length == 0)
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
    }
}
