using Daypass.Server.Cases;
using Daypass.Server.Cases.Drills;
using Daypass.Server.Pages.Shared;
using Daypass.Server.Support;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;

namespace Daypass.Server.Pages.Console.Cases;

/// <summary>Starts a drill about an administrator.</summary>
[NeedsAgent(AgentRole.Technician)]
internal sealed class NewDrillModel(StartDrill start, DrillHelpers helpers, Kept keeper, CaseWords words, IStringLocalizer<CaseText> text) : NewCasePage(keeper, words, text)
{
    [BindProperty]
    public DrillFlaw? Flaw { get; set; }

    /// <summary>A representative who knows of it; null: the starter's own name.</summary>
    [BindProperty]
    public Guid? InNameOf { get; set; }

    public IReadOnlyList<AgentChoice> Helpers { get; private set; } = [];

    protected override string Done => "drill";

    protected override Task<OpenCaseResult> Open(CaseFor wanted) =>
        start.Run(Me, new DrillRequest(Id, wanted.Firm, wanted.Account, Flaw!.Value, Arrival!.Value, CodeReason.Lost, InNameOf));

    protected override async Task Load()
    {
        await base.Load();
        Helpers = await helpers.Run(Me);
    }

    protected override void Check(CaseFor wanted)
    {
        if (Flaw is not { } flaw || !Enum.IsDefined(flaw))
        {
            Say(nameof(Flaw), "Drill.FlawMissing");
        }

        if (InNameOf is { } name && Helpers.All(x => x.Id != name))
        {
            Say(nameof(InNameOf), "Drill.HelperGone");
        }
    }
}
