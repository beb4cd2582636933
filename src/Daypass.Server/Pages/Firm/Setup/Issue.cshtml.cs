using Daypass.Server.Codes;
using Daypass.Server.Pages.Shared;
using Daypass.Server.Sessions;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace Daypass.Server.Pages.Firm.Setup;

/// <summary>
/// Issues a temporary code. The post answers the page itself, the one exception to redirect-after-post: a redirect would need the
/// digits stored somewhere (C6). The form's operation id makes a second post of it issue nothing.
/// </summary>
[Needs(Ability.ActForOthers)]
internal sealed class IssueModel(AccessPanel panel, IssueCode issueCode, Kept keeper, TimeProvider clock, IStringLocalizer<SetupText> text) : PageModel
{
    private const int LongestReason = 200;

    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    [BindProperty]
    public Guid Operation { get; set; }

    [BindProperty]
    public CodeReason? Reason { get; set; }

    [BindProperty]
    public string? ReasonText { get; set; }

    /// <summary>Devices to be marked lost as well (C10).</summary>
    [BindProperty]
    public List<Guid> Lost { get; set; } = [];

    public AccessPanelView View { get; private set; } = null!;

    /// <summary>What the post came to; null: the form.</summary>
    public IssueResult? Result { get; private set; }

    public async Task<IActionResult> OnGetAsync(string? kept)
    {
        if (!await Load())
        {
            return NotFound();
        }

        var me = HttpContext.Me();
        if (View.Refusal is null && !me.IsFresh(clock))
        {
            return this.ConfirmFirst(kept);
        }

        if (keeper.Find<Typed>(me.AccountId, kept) is { } typed)
        {
            (Reason, ReasonText, Lost) = (typed.Reason, typed.ReasonText, [.. typed.Lost]);
        }

        Operation = Guid.CreateVersion7();
        return Page();
    }

    public async Task<IActionResult> OnPostAsync()
    {
        var me = HttpContext.Me();
        if (!await Load())
        {
            return NotFound();
        }

        if (!IsGood())
        {
            return Page();
        }

        if (!me.IsFresh(clock))
        {
            return ConfirmAndKeep(me);
        }

        Result = await issueCode.Run(me, Operation, Id, Reason!.Value, Reason == CodeReason.Other ? DisplayText.Clean(ReasonText) : null, Lost);
        switch (Result)
        {
            case IssueResult.NotFound:
                return NotFound();
            case IssueResult.Refused { Why: RefusalToIssue.SecondStepNotFresh }:
                return ConfirmAndKeep(me);
            default:
                await Load();
                Response.Headers.CacheControl = "no-store";
                return Page();
        }
    }

    private async Task<bool> Load()
    {
        if (await panel.Run(HttpContext.Me(), Id) is not { } view)
        {
            return false;
        }

        View = view;
        return true;
    }

    private bool IsGood()
    {
        ReasonText = ReasonText?.Trim();
        if (Reason is not { } reason || !Enum.IsDefined(reason))
        {
            ModelState.Remove(nameof(Reason));
            ModelState.AddModelError(nameof(Reason), text["ChooseReason"]);
        }
        else if (reason == CodeReason.Other && DisplayText.Clean(ReasonText).Length == 0)
        {
            ModelState.AddModelError(nameof(ReasonText), text["TypeReason"]);
        }

        if (ReasonText?.Length > LongestReason)
        {
            ModelState.AddModelError(nameof(ReasonText), text["ReasonTooLong"]);
        }

        if (Operation == Guid.Empty)
        {
            // Not our form, or a damaged one: a new id, and the person decides again.
            ModelState.Remove(nameof(Operation));
            Operation = Guid.CreateVersion7();
            ModelState.AddModelError("", text["FormDamaged"]);
        }

        return ModelState.IsValid;
    }

    private IActionResult ConfirmAndKeep(SignedIn me) => this.ConfirmFirst(keeper.Keep(me.AccountId, new Typed(Reason, ReasonText, [.. Lost])));

    private sealed record Typed(CodeReason? Reason, string? ReasonText, Guid[] Lost);
}
