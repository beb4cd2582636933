using Daypass.Server.Cases;
using Daypass.Server.Sessions;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Daypass.Server.Pages.Firm.Setup;

/// <summary>What an administrator says to a support case (H3): stop it, or confirm that the request is the firm's own.</summary>
[Needs(Ability.ActForOthers)]
internal sealed class CaseActModel(FirmCases cases, StopCase stop, ConfirmAsAdministrator confirm) : PageModel
{
    public const string Stop = "stop";
    public const string Confirm = "confirm";
    public const string NotNow = "not-now";

    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    [BindProperty(SupportsGet = true)]
    public string Act { get; set; } = "";

    public FirmCaseLine Case { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync()
    {
        if (await cases.One(HttpContext.Me(), Id) is not { } view)
        {
            return NotFound();
        }

        Case = view.Case;
        if (Act == Confirm && view.WhyNotConfirm == ConfirmRefusal.SecondStepNotFresh)
        {
            return this.ConfirmFirst();
        }

        return (Act == Confirm ? view.WhyNotConfirm is null : Case.Effect is StopEffect.Freeze or StopEffect.EndHandOver) ? Page() : Back(NotNow);
    }

    public async Task<IActionResult> OnPostAsync()
    {
        if (Act == Stop)
        {
            return await stop.Run(HttpContext.Me(), Id) switch
            {
                null => NotFound(),
                StopEffect.TooLate => Back(NotNow),
                _ => Back(Stop),
            };
        }

        return await confirm.Run(HttpContext.Me(), Id) switch
        {
            ConfirmCaseResult.Done => Back(Confirm),
            ConfirmCaseResult.Refused { Why: ConfirmRefusal.SecondStepNotFresh } => this.ConfirmFirst(),
            ConfirmCaseResult.Refused => Back(NotNow),
            _ => NotFound(),
        };
    }

    private LocalRedirectResult Back(string done) => LocalRedirect($"~/setup/cases/{Id}?done={done}");
}
