using Daypass.Server.Pages.Shared;
using Daypass.Server.Sessions;
using Daypass.Server.Support;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;

namespace Daypass.Server.Pages.Console.SignIn;

/// <summary>An agent's password step.</summary>
[NoSession]
internal sealed class IndexModel(EnterAgentPassword enterPassword, AgentCookies cookies, IStringLocalizer<SharedText> shared, IStringLocalizer<EntryText> text) : PasswordPage
{
    public IActionResult OnGet() => HttpContext.Agent() is not null ? this.GoOn(ReturnUrl) : Page();

    public async Task<IActionResult> OnPost()
    {
        if (!ModelState.IsValid)
        {
            return Page();
        }

        switch (await enterPassword.Run(Email!, Password!, cookies.Browser(HttpContext)))
        {
            case AgentPasswordResult.Continue on:
                cookies.OpenSignIn(HttpContext, on.SignIn);
                return RedirectToPage("Code", new { ReturnUrl });
            case AgentPasswordResult.Busy busy:
                return this.Busy(shared, busy.RetryAfterSeconds);
            default:
                // One message for all (P1); both fields are marked, since which one is wrong is not said.
                return this.Wrong(nameof(Email), text["Refused"]);
        }
    }
}
