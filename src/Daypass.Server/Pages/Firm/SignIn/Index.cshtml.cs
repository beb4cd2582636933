using Daypass.Server.Hosting;
using Daypass.Server.Pages.Shared;
using Daypass.Server.Sessions;
using Daypass.Server.SignIn;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;

namespace Daypass.Server.Pages.Firm.SignIn;

/// <summary>The password step (P).</summary>
[NoSession]
internal sealed class IndexModel(EnterPassword enterPassword, WhyEnded whyEnded, SessionCookies cookies, IStringLocalizer<SharedText> shared, IStringLocalizer<SignInText> text) : PasswordPage
{
    /// <summary>The phone said no (N3).</summary>
    [BindProperty(SupportsGet = true)]
    public bool Denied { get; set; }

    /// <summary>The mailed link was opened in this browser (N11): the password step comes next.</summary>
    [BindProperty(SupportsGet = true)]
    public bool Proven { get; set; }

    /// <summary>Why this browser is not signed in any more, where others or another browser ended it (S3).</summary>
    public string? Ended { get; private set; }

    /// <summary>A double click ends here too, with the first click's session: on with it.</summary>
    public async Task<IActionResult> OnGet()
    {
        if (HttpContext.SignedIn() is not null && !Proven)
        {
            return this.GoOn(ReturnUrl);
        }

        Ended = await whyEnded.Run(HttpContext.Firm().Id, cookies.SessionToken(HttpContext)) is { } why && text[$"Ended.{why}"] is { ResourceNotFound: false } found ? found.Value : null;
        return Page();
    }

    public async Task<IActionResult> OnPost()
    {
        if (!ModelState.IsValid)
        {
            return Page();
        }

        var result = await enterPassword.Run(HttpContext.Firm().Id, Email!, Password!, cookies.Browser(HttpContext), cookies.AttemptToken(HttpContext), HttpContext.Client());
        switch (result)
        {
            case PasswordResult.Refused:
                // One message for all (P1); both fields are marked, since which one is wrong is not said.
                ModelState.AddModelError(nameof(Email), text["Refused"]);
                return Page();
            case PasswordResult.Busy busy:
                return this.Busy(shared, busy.RetryAfterSeconds);
            default:
                return this.Next(cookies, result, ReturnUrl);
        }
    }
}
