using System.ComponentModel.DataAnnotations;
using Daypass.Server.Pages.Shared;
using Daypass.Server.Support;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace Daypass.Server.Pages.Console;

/// <summary>A fresh second step, for what asks for one (C15); then back to where it was asked.</summary>
[NeedsAgent]
internal sealed class ConfirmModel(ConfirmAgent confirm, FirmTime time, IStringLocalizer<SharedText> shared, IStringLocalizer<ConsoleText> text) : PageModel
{
    [BindProperty, Display(Name = "Code"), Required(ErrorMessage = "Required"), StringLength(Fields.Code, ErrorMessage = "TooLong")]
    public string? Code { get; set; }

    [BindProperty(SupportsGet = true), StringLength(Fields.Address)]
    public string? ReturnUrl { get; set; }

    public async Task<IActionResult> OnPost()
    {
        if (!ModelState.IsValid)
        {
            return Page();
        }

        switch (await confirm.Run(HttpContext.AgentMe(), Code))
        {
            case AgentValueResult<AgentSignedIn>.Right: return this.GoOn(ReturnUrl);
            case AgentValueResult<AgentSignedIn>.TypingError: return this.Wrong(nameof(Code), shared["SixDigits"]);
            case AgentValueResult<AgentSignedIn>.Wrong: return this.Wrong(nameof(Code), shared["TotpWrong"]);
            case AgentValueResult<AgentSignedIn>.Locked locked: return this.Wrong(nameof(Code), text["CodesLocked", time.Text(locked.Until)]);
            default: return LocalRedirect("/signin");
        }
    }
}
