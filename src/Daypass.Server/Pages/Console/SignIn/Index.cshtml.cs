using System.ComponentModel.DataAnnotations;
using Daypass.Server.Pages.Shared;
using Daypass.Server.Sessions;
using Daypass.Server.Support;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace Daypass.Server.Pages.Console.SignIn;

/// <summary>An agent's password step.</summary>
[NoSession]
internal sealed class IndexModel(EnterAgentPassword enterPassword, AgentCookies cookies, IStringLocalizer<SharedText> shared, IStringLocalizer<EntryText> text) : PageModel
{
    [BindProperty, Display(Name = "Email"), Required(ErrorMessage = "Required"), StringLength(EmailAddress.Longest, ErrorMessage = "TooLong")]
    public string? Email { get; set; }

    [BindProperty, Display(Name = "Password"), Required(ErrorMessage = "Required"), StringLength(Fields.Password, ErrorMessage = "TooLong")]
    public string? Password { get; set; }

    [BindProperty(SupportsGet = true), StringLength(Fields.Address)]
    public string? ReturnUrl { get; set; }

    /// <summary>The sign-in ran out or was finished elsewhere: the page says why it begins again.</summary>
    [BindProperty(SupportsGet = true)]
    public bool Again { get; set; }

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

    /// <summary>The one thing to do: type the email, or, where it was kept, the password.</summary>
    public string? FocusOn(string field) => (string.IsNullOrEmpty(Email) ? nameof(Email) : nameof(Password)) == field ? "autofocus" : null;
}
