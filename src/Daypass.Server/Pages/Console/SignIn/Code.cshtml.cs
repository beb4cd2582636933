using System.ComponentModel.DataAnnotations;
using Daypass.Server.Hosting;
using Daypass.Server.Pages.Shared;
using Daypass.Server.Sessions;
using Daypass.Server.Support;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace Daypass.Server.Pages.Console.SignIn;

/// <summary>
/// An agent's second step: the code of their app; right after the enrolment's password also the picture with which the app is paired.
/// The answer to a wrong code leads to this page, so that a reload does not type it again.
/// </summary>
[NoSession]
internal sealed class CodeModel(EnterAgentValue enterValue, AgentCookies cookies, FirmTime time, IStringLocalizer<SharedText> shared, IStringLocalizer<EntryText> text) : PageModel
{
    [BindProperty, Display(Name = "Code"), Required(ErrorMessage = "Required"), StringLength(Fields.Code, ErrorMessage = "TooLong")]
    public string? Code { get; set; }

    [BindProperty(SupportsGet = true), StringLength(Fields.Address)]
    public string? ReturnUrl { get; set; }

    /// <summary>After a wrong code: how many are left.</summary>
    [BindProperty(SupportsGet = true), Range(1, AgentRule.ValuesInARow)]
    public int? Left { get; set; }

    public AgentStep Now { get; private set; } = null!;

    public async Task<IActionResult> OnGet()
    {
        if (!await Look())
        {
            return StartAgain();
        }

        ModelState.Clear();
        if (Now.LockedUntil is { } until)
        {
            ModelState.AddModelError("", text["Locked", time.Text(until)]);
        }
        else if (Left is { } left and > 0 and <= AgentRule.ValuesInARow)
        {
            ModelState.AddModelError(nameof(Code), $"{(Now.Secret is null ? shared["TotpWrong"] : shared["FirstCodeWrong"])} {text[left == 1 ? "OneLeft" : "Left", left]}");
        }

        return Page();
    }

    public async Task<IActionResult> OnPost()
    {
        ModelState.Remove(nameof(Left));
        if (!await Look())
        {
            return StartAgain();
        }

        if (!ModelState.IsValid)
        {
            return Page();
        }

        switch (await enterValue.Run(cookies.SignInToken(HttpContext), Code, HttpContext.Client(), Languages.WantedBy(Request)))
        {
            case AgentValueResult<AgentAdmitted>.Right { What: var admitted }:
                cookies.Open(HttpContext, admitted.Session, admitted.AgentId, admitted.ExpiresAt);
                return this.GoOn(ReturnUrl);
            case AgentValueResult<AgentAdmitted>.TypingError:
                return this.Wrong(nameof(Code), shared["SixDigits"]);
            case AgentValueResult<AgentAdmitted>.Wrong wrong:
                return RedirectToPage(new { ReturnUrl, wrong.Left });
            case AgentValueResult<AgentAdmitted>.Locked:
                return RedirectToPage(new { ReturnUrl, Left = (int?)null });
            default:
                return StartAgain();
        }
    }

    private async Task<bool> Look()
    {
        if (await enterValue.Look(cookies.SignInToken(HttpContext)) is not { } now)
        {
            return false;
        }

        Now = now;
        return true;
    }

    /// <summary>A double click ends here too, with the first click's session: on with it.</summary>
    private IActionResult StartAgain()
    {
        if (HttpContext.Agent() is not null)
        {
            return this.GoOn(ReturnUrl);
        }

        cookies.CloseSignIn(HttpContext);
        return RedirectToPage("Index", new { ReturnUrl, Again = true });
    }
}
