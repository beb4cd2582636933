using Daypass.Server.Audit;
using Daypass.Server.Codes;
using Daypass.Server.Hosting;
using Daypass.Server.Hosting.Keys;
using Daypass.Server.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Daypass.Server.Cases;

internal abstract record IssueOnCaseResult
{
    /// <summary>What issuing came to: the digits, once; or why not, as for any issuer.</summary>
    internal sealed record Answer(IssueResult Result) : IssueOnCaseResult;

    internal sealed record Refused(CaseRefusal Why) : IssueOnCaseResult;

    internal sealed record NotFound : IssueOnCaseResult;
}

/// <summary>
/// H4, H5: a technician issues the code that the case was approved for; the approval is used up in the same transaction. Where a code is live,
/// it is replaced, as by any issuer. The database holds the same rule once more. Where codes are delivered blind nobody at support issues one (H4b).
/// </summary>
internal sealed class IssueOnCase(Store store, TimeProvider clock, KeyedHash keyedHash, IOptions<DaypassOptions> options)
{
    /// <param name="operation">The form's id: sent twice, it issues once.</param>
    public async Task<IssueOnCaseResult> Run(AgentSignedIn me, Guid operation, Guid caseId)
    {
        IssueResult? answer = null;
        var step = await CaseSteps.Step(store, clock, me, caseId, AgentRole.Technician, async step =>
        {
            answer = null;
            if (await step.Db.Operations.AnyAsync(x => x.Id == operation))
            {
                answer = new IssueResult.AlreadyShown();
                return null;
            }

            if (Issuing.NotFresh(me.ConfirmedAt, step.Now) is { } stale)
            {
                answer = new IssueResult.Refused(stale, null);
                return null;
            }

            if (options.Value.Support.BlindDelivery)
            {
                return CaseRefusal.DeliveredBlind;
            }

            var approval = await step.Approval();
            if (await WhyNot(step.Db, step.Now, step.Case, approval, CaseKind.Access) is { } why)
            {
                return why;
            }

            answer = await Issue(step.Db, step.Now, keyedHash, step.Case, approval!, step.By);
            if (answer is IssueResult.Issued)
            {
                step.Db.Operations.Add(new Operation { Id = operation, FirmId = step.Case.FirmId, AccountId = me.AgentId, At = step.Now });
            }

            return null;
        });
        return step switch
        {
            CaseResult.Refused refused => new IssueOnCaseResult.Refused(refused.Why),
            CaseResult.Done when answer is not null => new IssueOnCaseResult.Answer(answer),
            _ => new IssueOnCaseResult.NotFound(),
        };
    }

    /// <summary>Why the approval is not good for what this kind of case is for; null: it is. The one answer for issuing, removing and delivering.</summary>
    internal static async Task<CaseRefusal?> WhyNot(DaypassDb db, DateTimeOffset now, SupportCase about, CaseApproval? approval, CaseKind kind) =>
        about.Kind != kind ? CaseRefusal.WrongState
        : approval is null ? (about.IsDrill ? CaseRefusal.Drill : about.State == CaseState.Done ? CaseRefusal.ApprovalUsed : CaseRefusal.ApprovalExpired)
        : CaseRule.WhyNotUse(about.State, about.FrozenAt is not null, about.IsDrill, approval.ExpiresAt, approval.UsedAt is not null,
            await SecondApproval.IsMissing(db, now, about, approval), now)
        ?? (await Requester.IsCurrent(db, about) ? null : CaseRefusal.RequesterChanged);

    /// <summary>Issues and uses the approval up. A code that is refused leaves the approval as it was.</summary>
    internal static async Task<IssueResult> Issue(DaypassDb db, DateTimeOffset now, KeyedHash keyedHash, SupportCase about, CaseApproval approval, By by)
    {
        if (await db.Lock(about.AccountId) is not { } person || !CaseRule.IsForSupport(CaseKind.Access, person.Standing()))
        {
            return new IssueResult.NotFound();
        }

        var result = await IssueCode.Issue(db, now, keyedHash, person, by, about.Reason, about.ReasonText, approval: approval.Id);
        if (result is IssueResult.Issued)
        {
            await db.SaveChangesAsync();
            await Use(db, now, about, approval);
        }

        return result;
    }

    internal static async Task Use(DaypassDb db, DateTimeOffset now, SupportCase about, CaseApproval approval)
    {
        var used = await db.CaseApprovals.Where(x => x.Id == approval.Id && x.UsedAt == null && x.EndedAt == null)
            .ExecuteUpdateAsync(set => set.SetProperty(x => x.UsedAt, now));
        if (used != 1)
        {
            throw new InvalidOperationException("The approval was used by another while the case was held.");
        }

        (about.State, about.ClosedAt) = (CaseState.Done, now);
    }
}

/// <summary>H5: removes a live code of the firm, at the request of its verified primary administrator.</summary>
internal sealed class RemoveOnCase(Store store, TimeProvider clock)
{
    /// <summary><see cref="RemoveResult.NoneLive"/> leaves the approval as it was.</summary>
    public async Task<(CaseResult Case, RemoveResult? Removal)> Run(AgentSignedIn me, Guid caseId)
    {
        RemoveResult? removal = null;
        var result = await CaseSteps.Step(store, clock, me, caseId, AgentRole.Technician, async step =>
        {
            removal = null;
            var approval = await step.Approval();
            if (await IssueOnCase.WhyNot(step.Db, step.Now, step.Case, approval, CaseKind.RemoveCode) is { } why)
            {
                return why;
            }

            removal = await step.Db.Lock(step.Case.AccountId) is { } person
                ? await RemoveCode.Remove(step.Db, step.Now, person, step.By)
                : RemoveResult.NotFound;
            if (removal == RemoveResult.Removed)
            {
                await IssueOnCase.Use(step.Db, step.Now, step.Case, approval!);
            }

            return null;
        }, fresh: true);
        return (result, removal);
    }
}
