using Daypass.Server.Codes;
using Daypass.Server.Pages.Shared;
using Daypass.Server.People;
using Daypass.Server.Sessions;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace Daypass.Server.Pages.Firm.Setup;

/// <summary>The primary administrator hands the role on (W2): what will happen, why, and the button that does it.</summary>
[Needs(Ability.ChangePermissionsOrPolicy)]
internal sealed class HandOnModel(AccessPanel panel, HandOnPrimary handOn, Kept keeper, IStringLocalizer<SetupText> text) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    [BindProperty]
    public HandOnReason? Reason { get; set; }

    public PanelPerson Person { get; private set; } = null!;

    public Task<IActionResult> OnGetAsync(string? kept) => WhenOffered(me =>
    {
        Reason = keeper.Find<Typed>(me.AccountId, kept)?.Reason;
        return Task.FromResult<IActionResult>(Page());
    });

    public Task<IActionResult> OnPostAsync() => WhenOffered(async me =>
    {
        if (Reason is not { } reason || !Enum.IsDefined(reason))
        {
            ModelState.Remove(nameof(Reason));
            return this.Wrong(nameof(Reason), text["ChooseReason"]);
        }

        return await handOn.Run(me, Id, reason) switch
        {
            HandOnResult.Done => Back("hand-on"),
            HandOnResult.NeedsSecondStep => this.ConfirmFirst(keeper.Keep(me.AccountId, new Typed(reason))),
            HandOnResult.NotFound => NotFound(),
            _ => Back("failed"),
        };
    });

    /// <summary>Who is no administrator finds nothing (W1); what is not possible now, as after a second click, leads back to the person.</summary>
    private async Task<IActionResult> WhenOffered(Func<SignedIn, Task<IActionResult>> answer)
    {
        var me = HttpContext.Me();
        if (!me.Standing.Administers || await panel.Run(me, Id) is not { } view)
        {
            return NotFound();
        }

        Person = view.Person;
        return view.Rights.MayHandOn ? await answer(me) : Back("failed");
    }

    private LocalRedirectResult Back(string done) => LocalRedirect($"~/setup/person/{Id}?done={done}");

    private sealed record Typed(HandOnReason Reason);
}
