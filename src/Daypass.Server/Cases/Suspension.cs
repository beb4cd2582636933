using Daypass.Server.Audit;
using Daypass.Server.Codes;
using Daypass.Server.Sessions;
using Daypass.Server.Support;
using Microsoft.EntityFrameworkCore;

namespace Daypass.Server.Cases;

/// <summary>
/// W2: while a hand-over is under notice a technician may keep the primary administrator out. The login is as if deactivated: sessions, codes
/// and what was mailed end; only devices stay, since it may come back. The link that stops the case stays too.
/// </summary>
internal sealed class SuspendPrimary(Store store, TimeProvider clock)
{
    public Task<CaseResult> Run(AgentSignedIn me, Guid caseId) => CaseSteps.Step(store, clock, me, caseId, AgentRole.Technician, async step =>
        step.Case.IsDrill ? CaseRefusal.Drill
        : step.Case is not { Kind: CaseKind.HandOver, State: CaseState.Approved, TakesEffectAt: not null } ? CaseRefusal.WrongState
        : step.IsPreparedByAgent ? CaseRefusal.NotYours
        : await Suspend(step), fresh: true);

    private static async Task<CaseRefusal?> Suspend(CaseStep step)
    {
        if (await step.Db.Lock(step.Case.RequesterId) is not { IsPrimary: true } primary)
        {
            return CaseRefusal.RequesterChanged;
        }

        if (primary.State != AccountState.Active)
        {
            return CaseRefusal.WrongState;
        }

        var (db, now, by) = (step.Db, step.Now, step.By);
        (primary.State, step.Case.SuspendedAt) = (AccountState.Suspended, now);
        await CodeEnder.EndLive(db, now, primary, CodeState.AccountDeactivated, by);
        await CodeEnder.EndIssuedBy(db, now, primary.Id, _ => true, by);
        await SessionEnder.End(db, now, primary, SessionEnd.Deactivated, by);
        await db.Links.Where(x => x.AccountId == primary.Id && x.Purpose != LinkPurpose.NotMe && x.Purpose != LinkPurpose.StopCase && x.UsedAt == null)
            .ExecuteUpdateAsync(set => set.SetProperty(x => x.UsedAt, now));
        await db.MailboxWaits.Where(x => x.AccountId == primary.Id && x.StoppedAt == null).ExecuteUpdateAsync(set => set.SetProperty(x => x.StoppedAt, now));
        db.Record(now, step.Case.FirmId, EventKind.PrimarySuspended, by, primary.Id, supportCase: step.Case.Id);
        await CaseTelling.Suspended(db, now, step.Case, by);
        return null;
    }
}

/// <summary>A technician lets the primary administrator in again before the case ends.</summary>
internal sealed class LiftSuspension(Store store, TimeProvider clock)
{
    public Task<CaseResult> Run(AgentSignedIn me, Guid caseId) => CaseSteps.Step(store, clock, me, caseId, AgentRole.Technician, async step =>
    {
        if (step.Case.SuspendedAt is null)
        {
            return CaseRefusal.WrongState;
        }

        await Lift(step.Db, step.Now, step.Case, step.By);
        return null;
    }, fresh: true);

    /// <summary>The caller holds the case.</summary>
    internal static async Task Lift(DaypassDb db, DateTimeOffset now, SupportCase about, By by)
    {
        about.SuspendedAt = null;
        if (await db.Lock(about.RequesterId) is { State: AccountState.Suspended } primary)
        {
            primary.State = AccountState.Active;
            db.Record(now, about.FirmId, EventKind.PrimarySuspensionLifted, by, primary.Id, supportCase: about.Id);
            await CaseTelling.SuspensionLifted(db, now, about, by);
        }
    }
}
