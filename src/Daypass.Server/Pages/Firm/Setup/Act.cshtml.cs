using Daypass.Server.Codes;
using Daypass.Server.People;
using Daypass.Server.Sessions;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Daypass.Server.Pages.Firm.Setup;

/// <summary>One act on another login: a page that says what will happen, and a button that does it.</summary>
[Needs(Ability.ActForOthers)]
internal sealed class ActModel(AccessPanel panel, RemoveCode removeCode, ReleaseTries releaseTries, Invite invite, Deactivate deactivate, Reactivate reactivate) : PageModel
{
    public const string RemoveCode = "remove-code";
    public const string Release = "release";
    public const string Invite = "invite";
    public const string Deactivate = "deactivate";
    public const string Reactivate = "reactivate";

    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    [BindProperty(SupportsGet = true)]
    public string Act { get; set; } = "";

    public AccessPanelView View { get; private set; } = null!;

    public Task<IActionResult> OnGetAsync() => WhenPossible(() => Task.FromResult<IActionResult>(Page()));

    public Task<IActionResult> OnPostAsync() => WhenPossible(async () => await Do(HttpContext.Me()) ? Back(Act) : Back("failed"));

    /// <summary>Who may not act finds nothing (W1); what is not possible now, such as removing a code that ended, leads back to the person.</summary>
    private async Task<IActionResult> WhenPossible(Func<Task<IActionResult>> answer)
    {
        if (await panel.Run(HttpContext.Me(), Id) is not { Rights.MayAct: true } view)
        {
            return NotFound();
        }

        View = view;
        return IsPossible() ? await answer() : Back("failed");
    }

    private bool IsPossible() => Act switch
    {
        RemoveCode => View.Code is not null,
        Release => View.CapUntil is not null,
        Invite => View.Person.State == AccountState.Invited,
        Deactivate => View.Person.State != AccountState.Deactivated,
        Reactivate => View.Person.State == AccountState.Deactivated,
        _ => false,
    };

    private async Task<bool> Do(SignedIn me) => Act switch
    {
        RemoveCode => await removeCode.Run(me, Id) == RemoveResult.Removed,
        Release => await releaseTries.Run(me, Id),
        Invite => await invite.Run(me, Id) == ActResult.Done,
        Deactivate => await deactivate.Run(me, Id) == ActResult.Done,
        _ => await reactivate.Run(me, Id) == ActResult.Done,
    };

    private LocalRedirectResult Back(string done) =>
        LocalRedirect($"~/setup/person/{Id}?{(Act is RemoveCode or Release ? "tab=access&show=settings&" : "")}done={done}");
}
