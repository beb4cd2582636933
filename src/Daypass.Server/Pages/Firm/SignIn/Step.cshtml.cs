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
    private const string Wrong = "Wrong";
    private const string WrongAfterReplaced = "WrongAfterReplaced";

    [BindProperty(SupportsGet = true)]
    public string Way { get; set; } = "step";

    [BindProperty(SupportsGet = true), StringLength(Fields.Address)]
    public string? ReturnUrl { get; set; }

    [BindProperty, Display(Name = "Code"), Required(ErrorMessage = "Required"), StringLength(Fields.Code, ErrorMessage = "TooLong")]
    public string? Code { get; set; }

    /// <summary>"Continue" was pressed before the phone had confirmed.</summary>
    [BindProperty(SupportsGet = true)]
    public bool NotYet { get; set; }

    /// <summary>"Ask my phone" came to nothing: too many were asked.</summary>
    [BindProperty(SupportsGet = true)]
    public bool TooMany { get; set; }

    /// <summary>What came of the code typed last (C14): the answer to it leads to this page, so that a reload does not type it again.</summary>
    [BindProperty(SupportsGet = true), StringLength(30)]
    public string? Said { get; set; }

    [BindProperty(SupportsGet = true)]
    public int? Left { get; set; }

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

    public async Task<IActionResult> OnGet()
    {
        if (!await Look(afterTry: Said is not null))
        {
            return await StartAgain();
        }

        // Only our own words are found by what stands in the address.
        switch (Said)
        {
            case Wrong: Say("Wrong", AsksForDevice ? "CompareWithApp" : "CompareWithCode"); break;
            case WrongAfterReplaced: Say("Wrong", "AskForAnother"); break;
            case nameof(CodeEnding.DeviceInUse): Say("EndedDeviceInUse", "UseTheDevice"); break;
            case nameof(CodeEnding.Replaced): Say("EndedReplaced", "TypeTheNewest"); break;
            case { } ending when Enum.GetNames<CodeEnding>().Contains(ending, StringComparer.Ordinal): Say($"Ended{ending}", "AskForANewOne"); break;
        }

        return Page();
    }

    /// <summary>"Ask my phone", "Ask again".</summary>
    public async Task<IActionResult> OnPostAsk()
    {
        // Where a code was issued since, the page asks for it (N1), and no phone is asked.
        var asked = !await Look() ? AskPhoneResult.StartAgain
            : !AsksForDevice ? AskPhoneResult.Asked
            : await askPhone.Run(HttpContext.Firm().Id, cookies.AttemptToken(HttpContext), cookies.Browser(HttpContext), HttpContext.Client());
        return asked == AskPhoneResult.StartAgain ? await StartAgain() : RedirectToPage(new { Way, ReturnUrl, TooMany = asked == AskPhoneResult.TooMany ? true : (bool?)null });
    }

    /// <summary>The phone confirmed: pressed by the page's script, or by hand.</summary>
    public async Task<IActionResult> OnPostContinue()
    {
        switch (await finishApproved.Run(HttpContext.Firm().Id, cookies.AttemptToken(HttpContext), HttpContext.Client()))
        {
            case FinishResult.Admitted admitted:
                cookies.Open(HttpContext, admitted.Session, admitted.AccountId, admitted.ExpiresAt, byDevice: true);
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
            return await Look() ? Page() : await StartAgain();
        }

        switch (await enterCode.Run(HttpContext.Firm().Id, cookies.AttemptToken(HttpContext), Code!, HttpContext.Client()))
        {
            case CodeResult.Admitted admitted:
                cookies.Open(HttpContext, admitted.Session, admitted.AccountId, admitted.ExpiresAt, byDevice: admitted.Kind == SessionKind.Full);
                return this.GoOn(ReturnUrl);
            case CodeResult.TypingError when await Look(afterTry: true): return this.Wrong(nameof(Code), shared["TypingError"]);
            // The try that exhausts the code: "0 tries left" would invite another.
            case CodeResult.Wrong { TriesLeft: 0 }: return Again(nameof(CodeEnding.Exhausted));
            case CodeResult.Wrong wrong: return Again(wrong.AfterReplaced ? WrongAfterReplaced : Wrong, wrong.TriesLeft);
            case CodeResult.NotLive dead: return Again($"{dead.Why}", dead.TriesLeft);
            // The page itself says until when (CapUntil).
            case CodeResult.CapReached: return Again(null);
            case CodeResult.Busy when await Look(): return this.Busy(shared, 2);
            case CodeResult.TypingError or CodeResult.Busy or CodeResult.StartAgain: return await StartAgain();
            case var result: throw new InvalidOperationException($"{result.GetType().Name} has no words.");
        }
    }

    private RedirectToPageResult Again(string? said, int? left = null) => RedirectToPage(new { Way, ReturnUrl, said, left });

    private void Say(string what, string advice)
    {
        Headline = Left is { } left ? $"{text[what]} {text[left == 1 ? "OneTryLeft" : "TriesLeft", left]}" : text[what];
        Advice = advice;
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
