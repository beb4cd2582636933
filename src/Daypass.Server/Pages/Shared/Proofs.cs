using Daypass.Server.SignIn;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace Daypass.Server.Pages.Shared;

/// <summary>What a form says when password or second step, asked once more, did not do (D1).</summary>
internal static class Proofs
{
    public static void Explain(this PageModel page, ProofResult result, IStringLocalizer<SharedText> text, FirmTime time, string passwordField, string codeField)
    {
        switch (result)
        {
            case ProofResult.PasswordWrong: page.ModelState.AddModelError(passwordField, text["CurrentPasswordWrong"]); break;
            case ProofResult.Locked: page.ModelState.AddModelError(passwordField, text["PasswordLocked"]); break;
            case ProofResult.TotpNeeded: page.ModelState.AddModelError(codeField, text["TotpNeeded"]); break;
            case ProofResult.TypingError: page.ModelState.AddModelError(codeField, text["SixDigits"]); break;
            case ProofResult.TotpWrong: page.ModelState.AddModelError(codeField, text["TotpWrong"]); break;
            case ProofResult.CapReached cap: page.ModelState.AddModelError(codeField, text["CapReached", time.Text(cap.Until)]); break;
            default: page.Busy(text); break;
        }
    }
}
