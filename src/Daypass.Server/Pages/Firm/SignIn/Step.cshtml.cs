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

    /// <summary>Whether the page names whom to ask, above the form.</summary>
    public bool AskSomebody { get; private set; }

    public bool AsksForDevice => Now.PairedNow && (Way == "device" || (Way == "step" && Now.Step == NextStep.Authenticator));
    public bool AsksForTemporaryCode => !AsksForDevice && Now.CodeIsLive;
    public bool ShowsBothWays => Way == "step" && Now.Step == NextStep.ProveMailboxOrCode;

    /// <summary>"Ada Quist, Ben Marrow or Cleo Tarn".</summary>
    public string WhomToAsk => Words.List(Now.WhomToAsk, shared["Or"]);

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

        if (result is CodeResult.StartAgain || !await Look())
        {
            return StartAgain();
        }

        return result switch
        {
            CodeResult.TypingError => this.Wrong(nameof(Code), shared["TypingError"]),
            CodeResult.Wrong wrong => WrongAndAsk(wrong.TriesLeft is { } left ? text[left == 1 ? "WrongOneLeft" : "WrongTriesLeft", left] : text["Wrong"]),
            CodeResult.NotLive dead => WrongAndAsk(text[$"Ended{dead.Why}"]),
            // The page itself says until when (CapUntil).
            CodeResult.CapReached => Page(),
            CodeResult.Busy => this.Busy(shared, 2),
            _ => throw new InvalidOperationException($"{result.GetType().Name} has no words."),
        };
    }

    /// <summary>C14: what was wrong, the tries left, and whom to ask.</summary>
    private IActionResult WrongAndAsk(string what)
    {
        AskSomebody = true;
        return this.Wrong(nameof(Code), what);
    }

    private async Task<bool> Look()
    {
        if (await secondStep.Run(HttpContext.Firm().Id, cookies.AttemptToken(HttpContext)) is not { } now)
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
