using System.ComponentModel.DataAnnotations;
using Daypass.Server.Hosting;
using Daypass.Server.Pages.Shared;
using Daypass.Server.Sessions;
using Daypass.Server.SignIn;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace Daypass.Server.Pages.Firm.SignIn;

/// <summary>
/// The second step. What is asked for is decided anew at every look (N), and the address only says which way the person chose:
/// <c>step</c> what N asks, <c>code</c> any code (N3), <c>device</c> "I have my device again" (N2).
/// </summary>
[NoSession]
internal sealed class StepModel(SecondStep secondStep, EnterCode enterCode, SessionCookies cookies, IStringLocalizer<SharedText> shared, IStringLocalizer<SignInText> text) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public string Way { get; set; } = "step";

    [BindProperty(SupportsGet = true), StringLength(Fields.Address)]
    public string? ReturnUrl { get; set; }

    [BindProperty, Display(Name = "Code"), Required(ErrorMessage = "Required"), StringLength(Fields.Code, ErrorMessage = "TooLong")]
    public string? Code { get; set; }

    public SecondStepView Now { get; private set; } = null!;

    /// <summary>C14: what was wrong with the code, and the key of the sentence on what to do.</summary>
    public string? Headline { get; private set; }
    public string? Advice { get; private set; }

    public bool AsksForDevice => Now.PairedNow && (Way == "device" || (Way == "step" && Now.Step == NextStep.Authenticator));
    public bool AsksForTemporaryCode => !AsksForDevice && Now.CodeIsLive;
    public bool ShowsBothWays => Way == "step" && Now.Step == NextStep.ProveMailboxOrCode;

    /// <summary>"Ada Quist, Ben Marrow": the sentences go on with "or another administrator".</summary>
    public string WhomToAsk => string.Join(", ", Now.WhomToAsk);

    /// <summary>A primary administrator has nobody in the firm to ask.</summary>
    public string Ask(string key) => Now.WhomToAsk.Count > 0 ? key : key + "Nobody";

    public async Task<IActionResult> OnGet() => await Look() ? Page() : StartAgain();

    public async Task<IActionResult> OnPost()
    {
        if (!ModelState.IsValid)
        {
            return await OnGet();
        }

        var result = await enterCode.Run(HttpContext.Firm().Id, cookies.AttemptToken(HttpContext), Code!, HttpContext.Client());
        if (result is CodeResult.Admitted admitted)
        {
            cookies.Open(HttpContext, admitted.Session, admitted.AccountId, admitted.ExpiresAt);
            return this.GoOn(ReturnUrl);
        }

        if (result is CodeResult.StartAgain || !await Look(afterTry: true))
        {
            return StartAgain();
        }

        switch (result)
        {
            case CodeResult.TypingError: return this.Wrong(nameof(Code), shared["TypingError"]);
            // The try that exhausts the code: "0 tries left" would invite another.
            case CodeResult.Wrong { TriesLeft: 0 }: return Say(text["EndedExhausted"], null, "AskForANewOne");
            case CodeResult.Wrong wrong: return Say(text["Wrong"], wrong.TriesLeft, wrong.AfterReplaced ? "AskForAnother" : AsksForDevice ? "CompareWithApp" : "CompareWithCode");
            case CodeResult.NotLive { Why: CodeEnding.DeviceInUse } used: return Say(text["EndedDeviceInUse"], used.TriesLeft, "UseTheDevice");
            case CodeResult.NotLive { Why: CodeEnding.Replaced } old: return Say(text["EndedReplaced"], old.TriesLeft, "TypeTheNewest");
            case CodeResult.NotLive dead: return Say(text[$"Ended{dead.Why}"], dead.TriesLeft, "AskForANewOne");
            // The page itself says until when (CapUntil).
            case CodeResult.CapReached: return Page();
            case CodeResult.Busy: return this.Busy(shared, 2);
            default: throw new InvalidOperationException($"{result.GetType().Name} has no words.");
        }
    }

    private PageResult Say(string what, int? triesLeft, string advice)
    {
        Headline = triesLeft is { } left ? $"{what} {text[left == 1 ? "OneTryLeft" : "TriesLeft", left]}" : what;
        Advice = advice;
        return Page();
    }

    private async Task<bool> Look(bool afterTry = false)
    {
        if (await secondStep.Run(HttpContext.Firm().Id, cookies.AttemptToken(HttpContext), afterTry) is not { } now)
        {
            return false;
        }

        Now = now;
        return now.Step is NextStep.Authenticator or NextStep.TemporaryCode or NextStep.ProveMailboxOrCode;
    }

    private IActionResult StartAgain()
    {
        cookies.CloseAttempt(HttpContext);
        return RedirectToPage("Index", new { ReturnUrl, again = true });
    }
}
