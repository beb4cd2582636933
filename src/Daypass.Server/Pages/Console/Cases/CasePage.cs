using Daypass.Server.Cases;
using Daypass.Server.Pages.Shared;
using Daypass.Server.Support;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Daypass.Server.Pages.Console.Cases;

/// <summary>A page about one thing done in a case, under the case's address. One that does not exist is not found.</summary>
internal abstract class CasePage(LookAtCase look, FirmTime time) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    public CaseView View { get; private set; } = null!;

    protected AgentSignedIn Me => HttpContext.AgentMe();

    public virtual async Task<IActionResult> OnGetAsync() => await Load() ? Page() : NotFound();

    protected async Task<bool> Load()
    {
        if (await look.Run(Me, Id) is not { } view)
        {
            return false;
        }

        View = view;
        time.SpeakOf(view.Firm.TimeZone);
        return true;
    }
}

/// <summary>For <c>_ConfirmStep</c>: what will happen, the button that does it, and the way back.</summary>
internal sealed record CaseConfirmation(Guid Id, string Title, string Text, string Button, bool Danger);
