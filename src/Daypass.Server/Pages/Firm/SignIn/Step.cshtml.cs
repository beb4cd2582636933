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
internal sealed class StepModel(SecondStep secondStep, EnterCode enterCode, AskPhone askPhone, FinishApproved finishApproved, PhoneStep phoneStep, SessionCookies cookies, TimeProvider clock, IStringLocalizer<SharedText> shared, IStringLocalizer<SignInText> text) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public string Way { get; set; } = "step";

    [BindProperty(SupportsGet = true), StringLength(Fields.Address)]
    public string? ReturnUrl { get; set; }

    [BindProperty, Display(Name = "Code"), Required(ErrorMessage = "Required"), StringLength(Fields.Code, ErrorMessage = "TooLong")]
    public string? Code { get; set; }

    /// <summary>"Continue" was pressed before the phone had confirmed.</summary>
    [BindProperty(SupportsGet = true)]
    public bool NotYet { get; set; }

    public SecondStepView Now { get; private set; } = null!;

    /// <summary>The phone's part of the page, where one is paired and asked for.</summary>
    public PhoneView? Phone => AsksForDevice ? Now.Phone : null;
    public int SecondsLeft => Phone is { } phone ? Math.Max(0, (int)Math.Ceiling((phone.ExpiresAt - clock.Now()).TotalSeconds)) : 0;
    public bool Waits => Phone is { State: PhoneState.Waiting or PhoneState.Approved };

    /// <summary>C14: what was wrong with the code, and the key of the sentence on what to do.</summary>
    public string? Headline { get; private set; }
    public string? Advice { get; private set; }

    public bool CodeWasWrong => Headline is not null || ModelState.ErrorCount > 0;
    public bool AsksForDevice => Now.PairedNow && (Way == "device" || (Way == "step" && Now.Step == NextStep.Authenticator));
    public bool AsksForTemporaryCode => !AsksForDevice && Now.CodeIsLive;
    public bool ShowsBothWays => Way == "step" && Now.Step == NextStep.ProveMailboxOrCode;

    /// <summary>"Ada Quist, Ben Marrow": the sentences go on with "or another administrator".</summary>
    public string WhomToAsk => string.Join(", ", Now.WhomToAsk);

    /// <summary>A primary administrator has nobody in the firm to ask.</summary>
    public string Ask(string key) => Now.WhomToAsk.Count > 0 ? key : key + "Nobody";

    public async Task<IActionResult> OnGet() => await Look() ? Page() : await StartAgain();

    /// <summary>"Ask my phone", "Ask again".</summary>
    public async Task<IActionResult> OnPostAsk() =>
        await Look() && AsksForDevice
        && await askPhone.Run(HttpContext.Firm().Id, cookies.AttemptToken(HttpContext), cookies.Browser(HttpContext), HttpContext.Client()) != AskPhoneResult.StartAgain
            ? RedirectToPage(new { Way, ReturnUrl })
            : await StartAgain();

    /// <summary>The phone confirmed: pressed by the page's script, or by hand.</summary>
    public async Task<IActionResult> OnPostContinue()
    {
        switch (await finishApproved.Run(HttpContext.Firm().Id, cookies.AttemptToken(HttpContext), HttpContext.Client()))
        {
            case FinishResult.Admitted admitted:
                cookies.Open(HttpContext, admitted.Session, admitted.AccountId, admitted.ExpiresAt);
                return this.GoOn(ReturnUrl);
            case FinishResult.NotYet:
                return RedirectToPage(new { Way, ReturnUrl, NotYet = true });
            default:
                return await StartAgain();
        }
    }

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
            return await StartAgain();
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

    private async Task<IActionResult> StartAgain()
    {
        var denied = await phoneStep.Run(HttpContext.Firm().Id, cookies.AttemptToken(HttpContext)) is { State: PhoneState.Denied };
        cookies.CloseAttempt(HttpContext);
        return RedirectToPage("Index", denied ? new { ReturnUrl, denied } : new { ReturnUrl, again = true });
    }
}
