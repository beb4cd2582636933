using System.Globalization;
using Daypass.Server.Hosting;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace Daypass.Server.Pages.Shared;

/// <summary>Answers that several forms give.</summary>
internal static class Answers
{
    /// <summary>The same form again with what was typed, as 503: every place for hashing is taken.</summary>
    public static IActionResult Busy(this PageModel page, IStringLocalizer<SharedText> text, int seconds = HashLanes.RetryAfterSeconds)
    {
        page.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        page.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        page.ModelState.AddModelError("", text["Busy", seconds]);
        return page.Page();
    }

    /// <summary>The form again with one message at one field.</summary>
    public static IActionResult Wrong(this PageModel page, string field, string message)
    {
        page.ModelState.AddModelError(field, message);
        return page.Page();
    }

    /// <param name="shortest">Null where the form cannot say whose password it is, and so what is asked of it.</param>
    public static string Words(this PasswordProblem problem, IStringLocalizer<SharedText> text, int? shortest = null) => problem switch
    {
        PasswordProblem.TooShort when shortest is null => text["PasswordTooShortHere", PasswordRule.ShortestIfOptional],
        PasswordProblem.TooShort => text["PasswordTooShort", shortest.Value],
        PasswordProblem.TooLong => text["PasswordTooLong", PasswordRule.Longest],
        PasswordProblem.Common => text["PasswordTooCommon"],
        PasswordProblem.MadeOfNames => text["PasswordTooPersonal"],
        _ => text["PasswordNotText"],
    };

    /// <summary>To a page of this very firm, or to its start. A returnUrl is a path inside the firm.</summary>
    public static IActionResult GoOn(this PageModel page, string? returnUrl) => new LocalRedirectResult("~" + Ours(page.Url, returnUrl));

    /// <summary>CVE-2024-39694: nothing that a browser may read as another host; nothing that climbs out of the firm.</summary>
    private static string Ours(IUrlHelper url, string? returnUrl) =>
        returnUrl is ['/', ..] && url.IsLocalUrl(returnUrl) && !returnUrl.Contains("..", StringComparison.Ordinal) && !returnUrl.Contains('\\')
        // An encoded point is a point to browsers.
        && !returnUrl.Contains("%2e", StringComparison.OrdinalIgnoreCase) ? returnUrl : "/";
}
