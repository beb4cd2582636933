using System.ComponentModel.DataAnnotations;
using Daypass.Server.Devices;
using Daypass.Server.Hosting;
using Daypass.Server.Pages.Shared;
using Daypass.Server.Sessions;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace Daypass.Server.Pages.Firm.Profile;

/// <summary>The first proof, with which a pairing counts (D1). Neither the secret nor the code for a phone is shown here again.</summary>
[Needs(Ability.ManageOwnDevices)]
internal sealed class ProveModel(FinishPairing finishPairing, PendingPairing pending, DropPairing dropPairing, SessionCookies cookies, FirmTime time, IStringLocalizer<SharedText> shared) : PageModel
{
    /// <summary>What the form needs, on this page and on the one that shows the secret.</summary>
    internal sealed record Form(Guid DeviceId)
    {
        public string? Code => null;
    }

    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    /// <summary>Of an app. A phone has proven itself elsewhere.</summary>
    [BindProperty, Display(Name = "Code"), StringLength(Fields.Code, ErrorMessage = "TooLong")]
    public string? Code { get; set; }

    public PendingView Pending { get; private set; } = null!;

    /// <summary>"Continue" was pressed before the phone was done.</summary>
    public bool TooSoon => Continued && Pending.Stage == PairingStage.Open;

    [BindProperty(SupportsGet = true)]
    public bool Continued { get; set; }

    public bool IsForced => HttpContext.Me().Kind == SessionKind.MailboxProof;

    public async Task<IActionResult> OnGet()
    {
        if (await pending.Run(HttpContext.Me(), Id) is not { } found)
        {
            return BeginAgain();
        }

        Pending = found;
        return Page();
    }

    public async Task<IActionResult> OnPost()
    {
        if (await pending.Run(HttpContext.Me(), Id) is { Kind: AuthenticatorKind.Totp } && string.IsNullOrWhiteSpace(Code))
        {
            ModelState.AddModelError(nameof(Code), shared["Required", shared["Code"]]);
        }

        if (!ModelState.IsValid)
        {
            return await OnGet();
        }

        switch (await finishPairing.Run(HttpContext.Me(), Id, Code, HttpContext.Client()))
        {
            case FinishPairingResult.Paired paired:
                if (paired.NewSession is { } session)
                {
                    cookies.Open(HttpContext, session, HttpContext.Me().AccountId, paired.ExpiresAt, byDevice: false);
                }

                return RedirectToPage("Paired");
            case FinishPairingResult.TypingError: return await Again(shared["SixDigits"]);
            case FinishPairingResult.Wrong: return await Again(shared["FirstCodeWrong"]);
            case FinishPairingResult.CapReached cap: return await Again(shared["CapReached", time.Text(cap.Until)]);
            case FinishPairingResult.Busy:
                this.Busy(shared);
                return await OnGet();
            case FinishPairingResult.NotProven:
                Continued = true;
                return await OnGet();
            default: return BeginAgain();
        }
    }

    /// <summary>"No, start again": another phone has answered.</summary>
    public async Task<IActionResult> OnPostDrop()
    {
        await dropPairing.Run(HttpContext.Me(), Id);
        return RedirectToPage("AddDevice");
    }

    private RedirectToPageResult BeginAgain() => RedirectToPage("AddDevice", new { again = true });

    private async Task<IActionResult> Again(string message)
    {
        ModelState.AddModelError(nameof(Code), message);
        return await OnGet();
    }
}
