using System.ComponentModel.DataAnnotations;
using Daypass.Server.Cases.Delivery;
using Daypass.Server.Codes;
using Daypass.Server.Hosting;
using Daypass.Server.Pages.Shared;
using Daypass.Server.Sessions;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Localization;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Daypass.Server.Pages.Firm.Link;

/// <summary>
/// H4b: the person types the three words that support told on the phone, and the code is shown to them. The post answers the page itself,
/// as where a firm issues one (C6): a redirect would need the digits stored somewhere. The form's operation id makes a second post of it fetch nothing.
/// </summary>
[NoSession]
internal sealed class FetchCodeModel(FetchCode fetch, FirmTime time, IHtmlLocalizer<LinkText> text) : PageModel
{
    private const int LongestPhrase = 100;

    [BindProperty]
    public Guid Operation { get; set; }

    [BindProperty, Display(Name = "Words"), Required(ErrorMessage = "Required"), StringLength(LongestPhrase, ErrorMessage = "TooLong")]
    public string? Words { get; set; }

    public FetchView View { get; private set; } = null!;

    /// <summary>The code, this once.</summary>
    public IssueResult.Issued? Code { get; private set; }

    public bool AlreadyShown { get; private set; }

    public async Task<IActionResult> OnGet(string token)
    {
        if (!await Load(token))
        {
            return RedirectToPage("Dead");
        }

        Operation = Guid.CreateVersion7();
        return Page();
    }

    public async Task<IActionResult> OnPost(string token)
    {
        var found = await Load(token);
        if (!ModelState.IsValid || Operation == Guid.Empty)
        {
            return found ? Again() : RedirectToPage("Dead");
        }

        Response.Headers.CacheControl = "no-store";
        switch (await fetch.Run(HttpContext.Firm().Id, token, Operation, Words!))
        {
            case FetchResult.Fetched fetched:
                Code = fetched.Code;
                return Page();
            case FetchResult.AlreadyShown:
                AlreadyShown = true;
                return Page();
            case FetchResult.Wrong wrong:
                return this.Wrong(nameof(Words), text.GetString(wrong.Left == 1 ? "FetchWrongOne" : "FetchWrong", wrong.Left));
            case FetchResult.WaitsForSecond:
                return this.Wrong("", text.GetString("FetchSecond"));
            case FetchResult.NoCode { Until: { } until }:
                return this.Wrong("", text.GetString("FetchNoCodeUntil", time.Text(until)));
            case FetchResult.NoCode:
                return this.Wrong("", text.GetString("FetchNoCode"));
            default:
                return RedirectToPage("Dead");
        }
    }

    private IActionResult Again()
    {
        if (Operation == Guid.Empty)
        {
            // Not our form, or a damaged one: a new id, and the person sends it again.
            ModelState.Remove(nameof(Operation));
            Operation = Guid.CreateVersion7();
            ModelState.AddModelError("", text.GetString("FormDamaged"));
        }

        return Page();
    }

    private async Task<bool> Load(string token)
    {
        if (await fetch.Look(HttpContext.Firm().Id, token) is not { } view)
        {
            return false;
        }

        View = view;
        return true;
    }
}
