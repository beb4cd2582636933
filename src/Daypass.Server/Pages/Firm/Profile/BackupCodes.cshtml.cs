using Daypass.Server.Devices;
using Daypass.Server.Pages.Shared;
using Daypass.Server.Sessions;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace Daypass.Server.Pages.Firm.Profile;

/// <summary>Makes a batch of backup codes. The POST answers itself: they are shown once, on the answer of the form that carries the id.</summary>
[Needs(Ability.MakeBackupCodes)]
internal sealed class BackupCodesModel(MakeBackupCodes makeBackupCodes, TimeProvider clock, IStringLocalizer<SharedText> shared) : PageModel
{
    [BindProperty]
    public Guid OperationId { get; set; }

    public IReadOnlyList<string> Codes { get; private set; } = [];
    public bool AlreadyShown { get; private set; }
    public DateTimeOffset MadeAt { get; private set; }

    public IActionResult OnGet()
    {
        if (!SessionRule.IsFresh(HttpContext.Me().ConfirmedAt, clock.Now()))
        {
            return ConfirmFirst();
        }

        OperationId = Guid.CreateVersion7();
        return Page();
    }

    public async Task<IActionResult> OnPost()
    {
        if (!ModelState.IsValid || OperationId == Guid.Empty)
        {
            OperationId = Guid.CreateVersion7();
            ModelState.Clear();
            return this.Wrong("", shared["FormIncomplete"]);
        }

        switch (await makeBackupCodes.Run(HttpContext.Me(), OperationId))
        {
            case MakeBackupCodesResult.Made made:
                Codes = made.Codes;
                MadeAt = clock.Now();
                return Page();
            case MakeBackupCodesResult.AlreadyShown:
                AlreadyShown = true;
                return Page();
            case MakeBackupCodesResult.NeedsSecondStep:
                return ConfirmFirst();
            default:
                return RedirectToPage("Limited");
        }
    }

    private IActionResult ConfirmFirst() => RedirectToPage("Confirm", new { returnUrl = "/profile/backup-codes" });
}
