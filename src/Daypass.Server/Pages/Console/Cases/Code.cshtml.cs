using Daypass.Server.Cases;
using Daypass.Server.Codes;
using Daypass.Server.Pages.Shared;
using Daypass.Server.Support;
using Microsoft.AspNetCore.Mvc;

namespace Daypass.Server.Pages.Console.Cases;

/// <summary>Issues the code that a case was approved for (H4, H5).</summary>
[NeedsAgent(AgentRole.Technician)]
internal sealed class CodeModel(LookAtCase look, IssueOnCase issue, FirmTime time, FreshStep fresh) : ShownOnce(look, time, fresh)
{
    /// <summary>What the post came to; null: the form.</summary>
    public IssueResult? Result { get; private set; }

    /// <summary>The contact that was called back: that is who gets the code.</summary>
    public CheckLine? Called => View.Checks.LastOrDefault(x => x is { Kind: CaseCheckKind.CallBack, Stands: true });

    protected override bool IsFor(CaseView view) => !view.IsBlind;

    protected override async Task<IActionResult?> Do()
    {
        switch (await issue.Run(Me, Operation, Id))
        {
            case IssueOnCaseResult.Refused refused:
                return this.Refused(refused.Why, Id);
            case IssueOnCaseResult.Answer { Result: IssueResult.Refused { Why: RefusalToIssue.SecondStepNotFresh } }:
                return this.ConfirmFirst();
            case IssueOnCaseResult.Answer { Result: not IssueResult.NotFound } answer:
                Result = answer.Result;
                return null;
            default:
                return NotFound();
        }
    }
}
