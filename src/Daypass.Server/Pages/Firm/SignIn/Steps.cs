using Daypass.Server.Pages.Shared;
using Daypass.Server.Sessions;
using Daypass.Server.SignIn;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Daypass.Server.Pages.Firm.SignIn;

/// <summary>Where a sign-in goes on, for each answer of the password step that is no refusal.</summary>
internal static class Steps
{
    public static IActionResult Next(this PageModel page, SessionCookies cookies, PasswordResult result, string? returnUrl)
    {
        var http = page.HttpContext;
        switch (result)
        {
            case PasswordResult.Continue on:
                cookies.OpenAttempt(http, on.Attempt);
                return page.RedirectToPage("/Firm/SignIn/Step", new { way = "step", returnUrl });
            case PasswordResult.NeedsLongerPassword longer:
                cookies.OpenAttempt(http, longer.Attempt);
                return page.RedirectToPage("/Firm/SignIn/LongerPassword", new { returnUrl });
            case PasswordResult.Admitted admitted:
                cookies.Open(http, admitted.Session, admitted.AccountId, admitted.ExpiresAt, byDevice: false);
                return admitted.MfaTurnedOff ? page.RedirectToPage("/Firm/Home/MfaOff") : page.GoOn(returnUrl);
            case PasswordResult.PairingOnly pairing:
                cookies.Open(http, pairing.Session, pairing.AccountId, pairing.ExpiresAt, byDevice: false);
                return page.RedirectToPage("/Firm/Profile/AddDevice");
            default:
                throw new InvalidOperationException($"{result.GetType().Name} is not a way on.");
        }
    }
}
