using Daypass.Server.Cases;
using Daypass.Server.Pages.Shared;
using Microsoft.AspNetCore.Mvc;

namespace Daypass.Server.Pages.Console.Cases;

/// <summary>
/// A page that uses an approval and shows, once, what came of it. The post answers the page itself, as a firm's page does: a redirect would
/// need the secret stored somewhere (C6). The form's operation id makes a second post of it do nothing.
/// </summary>
internal abstract class ShownOnce(LookAtCase look, FirmTime time, FreshStep fresh) : CasePage(look, time)
{
    [BindProperty]
    public Guid Operation { get; set; }

    /// <summary>Whether the case waits for this, and not for its sister.</summary>
    protected abstract bool IsFor(CaseView view);

    /// <summary>Null: it was done, and the page shows what came of it.</summary>
    protected abstract Task<IActionResult?> Do();

    public override async Task<IActionResult> OnGetAsync()
    {
        if (!await Load())
        {
            return NotFound();
        }

        if (View is not { Next: CaseNext.Use, Case: { Kind: CaseKind.Access, IsDrill: false }, Panel.Refusal: null } || !IsFor(View))
        {
            // The case says what it waits for instead.
            return LocalRedirect(CaseLinks.Of(Id));
        }

        if (!fresh.IsThere(Me))
        {
            return this.ConfirmFirst();
        }

        Operation = Guid.CreateVersion7();
        return Page();
    }

    public async Task<IActionResult> OnPostAsync()
    {
        if (Operation == Guid.Empty || !ModelState.IsValid)
        {
            // Not our form, or a damaged one: the technician begins anew.
            return LocalRedirect(Request.Path.Value!);
        }

        if (await Do() is { } instead)
        {
            return instead;
        }

        Response.Headers.CacheControl = "no-store";
        return await Load() ? Page() : NotFound();
    }
}
