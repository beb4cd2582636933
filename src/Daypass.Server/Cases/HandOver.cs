using Daypass.Server.Audit;
using Daypass.Server.People;
using Microsoft.EntityFrameworkCore;

namespace Daypass.Server.Cases;

// W2: another person becomes a firm's primary administrator on a case, 72 hours after it was told to all administrators.
//
//   approved          the approval is used up: the 72 hours begin, and all are told, with the link that stops them
//   stopped           by any administrator, or by whoever was to have the role: over, the role stays where it is
//   frozen            by a primary administrator whom support suspended: back to the technician, who calls back anew and decides again
//   due               the old one loses the role and stays an administrator, or, suspended, becomes deactivated; the new one has it
//   nobody to hand to the new one is not active when it is due: over, as if stopped
//   overtaken         the firm moved the role itself meanwhile. The letter was about whoever had it then: over, at once. An active primary
//                     administrator could have stopped it as well; one whom support suspended can do neither
//
// However a case ends otherwise, the suspension that was for its time ends with it.

internal static class HandOver
{
    /// <summary>The caller holds the case, whose approval is complete.</summary>
    public static async Task Announce(CaseStep step)
    {
        await step.Db.CaseApprovals.Where(x => x.CaseId == step.Case.Id && x.UsedAt == null && x.EndedAt == null)
            .ExecuteUpdateAsync(set => set.SetProperty(x => x.UsedAt, step.Now));
        step.Case.TakesEffectAt = step.Now + CaseRule.HandOverNotice;
        step.Record(EventKind.HandOverAnnounced, new UntilFacts(step.Case.TakesEffectAt.Value));
        await CaseTelling.HandOverAnnounced(step.Db, step.Now, step.Case, step.By);
    }

    /// <summary>Stopped: by somebody of the firm, or because there is nobody to hand over from or to. The caller holds the case.</summary>
    public static async Task End(DaypassDb db, DateTimeOffset now, SupportCase about, By by)
    {
        db.Record(now, about, EventKind.HandOverStopped, by);
        await CaseTelling.HandOverStopped(db, now, about, by);
        await CaseSteps.Close(db, now, about, CaseState.Stopped, by);
    }

    /// <summary>The caller holds the case, which is due or overtaken.</summary>
    public static async Task CarryOut(DaypassDb db, DateTimeOffset now, SupportCase about)
    {
        var (before, after) = await db.Lock(about.RequesterId, about.AccountId);
        if (before is not { IsPrimary: true })
        {
            await (after is { IsPrimary: true } ? Overtaken(db, now, about) : End(db, now, about, By.Job));
            return;
        }

        if (now < about.TakesEffectAt)
        {
            // They got the role back a moment ago.
            return;
        }

        if (after is not { State: AccountState.Active, Kind: Kind.Staff })
        {
            await End(db, now, about, By.Job);
            return;
        }

        await CaseTelling.HandedOver(db, now, about, By.Job);
        await PrimaryRole.Move(db, now, before, after, By.Job);
        if (before.State == AccountState.Suspended)
        {
            await Deactivate.End(db, now, before, By.Job);
        }

        db.Record(now, about, EventKind.PrimaryHandedOver, By.Job);
        (about.SuspendedAt, about.State, about.ClosedAt) = (null, CaseState.Done, now);
    }

    /// <summary>Whoever was to have the role has it; that was told when they got it.</summary>
    private static async Task Overtaken(DaypassDb db, DateTimeOffset now, SupportCase about)
    {
        db.Record(now, about, EventKind.HandOverOvertaken, By.Job);
        await CaseSteps.Close(db, now, about, CaseState.Done, By.Job);
    }
}
