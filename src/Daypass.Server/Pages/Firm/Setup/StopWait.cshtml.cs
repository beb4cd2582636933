using Daypass.Server.Codes;
using Daypass.Server.Sessions;
using Daypass.Server.SignIn;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Daypass.Server.Pages.Firm.Setup;

/// <summary>Stops the 24 hours' wait after a proof of the mailbox (N11): any administrator may.</summary>
[Needs(Ability.ActForOthers)]
internal sealed class StopWaitModel(AccessPanel panel, StopMailboxWait stop) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    [BindProperty(SupportsGet = true)]
    public Guid Wait { get; set; }

    public PanelPerson Person { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync()
    {
        if (!Authority.MayChangePolicy(HttpContext.Me().Standing) || await panel.Run(HttpContext.Me(), Id) is not { } view || view.MailboxWait?.Id != Wait)
        {
            return NotFound();
        }

        Person = view.Person;
        return Page();
    }

    public async Task<IActionResult> OnPostAsync() => await stop.Run(HttpContext.Me(), Wait)
        ? LocalRedirect($"~/setup/person/{Id}?tab=access&show=settings&done=stop-wait")
        : NotFound();
}
