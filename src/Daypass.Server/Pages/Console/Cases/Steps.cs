using Daypass.Server.Cases;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Daypass.Server.Pages.Console.Cases;

/// <summary>Where a step in a case leads: to the case, which says what became of it.</summary>
internal static class Steps
{
    public static IActionResult After(this PageModel page, CaseResult result, Guid id, string done) => result switch
    {
        CaseResult.Done => page.LocalRedirect(CaseLinks.Of(id, done)),
        CaseResult.Refused { Why: CaseRefusal.SecondStepNotFresh } => page.ConfirmFirst(),
        CaseResult.Refused refused => page.Refused(refused.Why, id),
        _ => page.NotFound(),
    };

    /// <summary>Where nothing was typed that could be lost: asks for a fresh second step (C15), after which it begins anew.</summary>
    public static IActionResult ConfirmFirst(this PageModel page) => page.LocalRedirect($"/confirm?returnUrl={Uri.EscapeDataString(page.Request.Path.Value!)}");

    public static IActionResult Refused(this PageModel page, CaseRefusal why, Guid id) =>
        page.LocalRedirect(why == CaseRefusal.SignedOut ? "/signin" : $"/cases/{id}?refused={why}");
}

/// <summary>A contact as a form sends it: whose, and which.</summary>
internal static class ContactChoice
{
    public static string Write(Guid person, ContactKind contact) => $"{person}:{contact}";

    public static (Guid Person, ContactKind Contact)? Read(string? typed) =>
        typed?.Split(':') is [var person, var contact] && Guid.TryParse(person, out var id) && Enum.TryParse<ContactKind>(contact, out var kind) && Enum.IsDefined(kind)
            ? (id, kind)
            : null;
}
