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
//   nobody to hand    the old one is not primary any more, or the new one not active: over, as if stopped
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

    /// <summary>The caller holds the case.</summary>
    public static async Task CarryOut(DaypassDb db, DateTimeOffset now, SupportCase about)
    {
        var (before, after) = await db.Lock(about.RequesterId, about.AccountId);
        if (before is not { IsPrimary: true } || after is not { State: AccountState.Active, Kind: Kind.Staff })
        {
            await End(db, now, about, By.Job);
            return;
        }

        await CaseTelling.HandedOver(db, now, about, By.Job);
        await RoleChange.Apply(db, now, before, x => (x.IsPrimary, x.IsAdministrator, x.Permissions) = (false, true, Permission.Both), By.Job);
        if (before.State == AccountState.Suspended)
        {
            await Deactivate.End(db, now, before, By.Job);
        }

        // One primary administrator per firm: the old one first.
        await db.SaveChangesAsync();
        await RoleChange.Apply(db, now, after, x => (x.IsPrimary, x.IsAdministrator, x.Permissions) = (true, true, Permission.Both), By.Job);
        db.Record(now, about, EventKind.PrimaryHandedOver, By.Job);
        (about.SuspendedAt, about.State, about.ClosedAt) = (null, CaseState.Done, now);
    }
}
