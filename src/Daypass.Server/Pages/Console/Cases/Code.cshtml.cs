using Daypass.Server.Cases;
using Daypass.Server.Codes;
using Daypass.Server.Hosting;
using Daypass.Server.Pages.Shared;
using Daypass.Server.Support;
using Microsoft.AspNetCore.Mvc;

namespace Daypass.Server.Pages.Console.Cases;

/// <summary>
/// Issues the code that a case was approved for (H4, H5). The post answers the page itself, as a firm's page does: a redirect would need the
/// digits stored somewhere (C6). The form's operation id makes a second post of it issue nothing.
/// </summary>
[NeedsAgent(AgentRole.Technician)]
internal sealed class CodeModel(LookAtCase look, IssueOnCase issue, FirmTime time, TimeProvider clock) : CasePage(look, time)
{
    [BindProperty]
    public Guid Operation { get; set; }

    /// <summary>What the post came to; null: the form.</summary>
    public IssueResult? Result { get; private set; }

    /// <summary>The contact that was called back: that is who gets the code.</summary>
    public CheckLine? Called => View.Checks.LastOrDefault(x => x is { Kind: CaseCheckKind.CallBack, Stands: true });

    public override async Task<IActionResult> OnGetAsync()
    {
        if (!await Load())
        {
            return NotFound();
        }

        if (View.Next != CaseNext.Use || View.Case is not { Kind: CaseKind.Access, IsDrill: false } || View.IsBlind || View.Panel.Refusal is not null)
        {
            // The case says what it waits for instead.
            return LocalRedirect(CaseLinks.Of(Id));
        }

        if (!SessionRule.IsFresh(Me.ConfirmedAt, clock.Now()))
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
            return LocalRedirect($"/cases/{Id}/code");
        }

        switch (await issue.Run(Me, Operation, Id))
        {
            case IssueOnCaseResult.Refused refused:
                return this.Refused(refused.Why, Id);
            case IssueOnCaseResult.Answer { Result: IssueResult.Refused { Why: RefusalToIssue.SecondStepNotFresh } }:
                return this.ConfirmFirst();
            case IssueOnCaseResult.Answer { Result: not IssueResult.NotFound } answer when await Load():
                Result = answer.Result;
                Response.Headers.CacheControl = "no-store";
                return Page();
            default:
                return NotFound();
        }
    }
}
