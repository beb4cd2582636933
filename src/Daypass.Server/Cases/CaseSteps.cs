using Daypass.Server.Audit;
using Daypass.Server.Cases.Drills;
using Daypass.Server.Support;
using Microsoft.EntityFrameworkCore;

namespace Daypass.Server.Cases;

internal abstract record CaseResult
{
    internal sealed record Done : CaseResult;

    internal sealed record Refused(CaseRefusal Why) : CaseResult;

    internal sealed record NotFound : CaseResult;

    public static CaseResult Of(CaseRefusal? refusal) => refusal is { } why ? new Refused(why) : new Done();
}

/// <summary>A step in a case: the case is held, the agent looked at again, and an approval that ran out is written down.</summary>
/// <param name="Starter">Who started it, if it is a drill.</param>
internal sealed record CaseStep(DaypassDb Db, DateTimeOffset Now, SupportCase Case, SupportAgent Agent, Guid? Starter)
{
    public By By => By.Agent(Agent.Id);

    /// <inheritdoc cref="CaseSteps.Prepared"/>
    public bool IsPreparedByAgent => CaseSteps.Prepared(Case, Starter, Agent.Id);

    public void Record(EventKind kind, EventFacts? facts = null) => Db.Record(Now, Case, kind, By, facts);

    /// <summary>The lines of the checklist that stand.</summary>
    public async Task<IReadOnlyList<CaseCheckFact>> Checks() => await Checklist.Standing(Db, Case.Id).Select(x => new CaseCheckFact(x.Kind, x.At)).ToListAsync();

    /// <summary>The approval that was neither used nor taken back.</summary>
    public Task<CaseApproval?> Approval() => CaseSteps.OpenApproval(Db, Case.Id);

    public Task Close(CaseState state) => CaseSteps.Close(Db, Now, Case, state, By);
}

/// <summary>
/// How every step of an agent in a case begins: the agent's turn, the case's row held until the end, so that of two steps at the same moment
/// the second sees what the first did. A refusal is recorded (A1). What happens in a drill is written into the activity of the
/// installation, never of the firm.
/// </summary>
internal static class CaseSteps
{
    /// <param name="role">Who may do this; null: both roles.</param>
    /// <param name="work">Says why not, or null: done.</param>
    /// <param name="fresh">Whether it asks for a fresh second step, as issuing does (C15): a session left open must not do it.</param>
    public static async Task<CaseResult> Step(
        Store store, TimeProvider clock, AgentSignedIn me, Guid caseId, AgentRole? role, Func<CaseStep, Task<CaseRefusal?>> work, bool fresh = false)
    {
        if (await Place(store, caseId) is not { } place)
        {
            return new CaseResult.NotFound();
        }

        return await Write<CaseResult>(store, place, async db =>
        {
            var now = clock.Now();
            if (await db.AgentTurn(me) is not { } agent)
            {
                return new CaseResult.Refused(CaseRefusal.SignedOut);
            }

            var about = await Hold(db, now, caseId);
            var step = new CaseStep(db, now, about, agent, await Drilling.StarterOf(db, about));
            var refusal = role is { } wanted && (agent.Role != wanted || step.Starter == agent.Id) ? CaseRefusal.NotYours
                : fresh && !SessionRule.IsFresh(me.ConfirmedAt, now) ? CaseRefusal.SecondStepNotFresh
                : await work(step);
            if (refusal is { } why)
            {
                step.Record(EventKind.CaseStepRefused, RefusalFacts.Of(why));
            }

            return CaseResult.Of(refusal);
        });
    }

    /// <summary>H4: who opened or submitted a case does not call back for it, nor decide it. Who started a drill takes no part in it, and can only end it.</summary>
    public static bool Prepared(SupportCase about, Guid? starter, Guid agentId) => about.OpenedBy == agentId || about.SubmittedBy == agentId || starter == agentId;

    /// <summary>Which firm the case is of, and whether it is a drill.</summary>
    public static Task<CasePlace?> Place(Store store, Guid caseId) =>
        store.ReadAcross(db => db.SupportCases.Where(x => x.Id == caseId).Select(x => new CasePlace(x.FirmId, x.IsDrill)).SingleOrDefaultAsync());

    /// <summary>A transaction that sees the case's firm; a drill's sees the installation's activity as well.</summary>
    public static Task<T> Write<T>(Store store, CasePlace place, Func<DaypassDb, Task<T>> work) =>
        place.IsDrill ? store.WriteAcross(work) : store.Write(place.Firm, work);

    /// <summary>Holds the case until the transaction ends, and reads it as it is then.</summary>
    public static async Task<SupportCase> Hold(DaypassDb db, DateTimeOffset now, Guid caseId)
    {
        await db.SupportCases.Where(x => x.Id == caseId).ExecuteUpdateAsync(set => set.SetProperty(x => x.Number, x => x.Number));
        var found = await db.SupportCases.SingleAsync(x => x.Id == caseId);
        await WriteExpiryDown(db, now, found);
        return found;
    }

    public static Task<CaseApproval?> OpenApproval(DaypassDb db, Guid caseId) =>
        db.CaseApprovals.AsNoTracking().SingleOrDefaultAsync(x => x.CaseId == caseId && x.UsedAt == null && x.EndedAt == null);

    /// <summary>Takes back the approval that was not used yet: a freeze, a rejection, a withdrawal.</summary>
    public static async Task EndApproval(DaypassDb db, DateTimeOffset now, Guid caseId)
    {
        await db.CaseApprovals.Where(x => x.CaseId == caseId && x.UsedAt == null && x.EndedAt == null)
            .ExecuteUpdateAsync(set => set.SetProperty(x => x.EndedAt, now));
        await EndDeliveries(db, now, caseId);
    }

    /// <summary>H4b: a code that is ready is not fetched any more.</summary>
    public static Task<int> EndDeliveries(DaypassDb db, DateTimeOffset now, Guid caseId) =>
        db.CodeDeliveries.Where(x => x.CaseId == caseId && x.FetchedAt == null && x.EndedAt == null)
            .ExecuteUpdateAsync(set => set.SetProperty(x => x.EndedAt, now));

    /// <summary>The case ends without what it was for. A suspension was for its time, and no longer.</summary>
    public static async Task Close(DaypassDb db, DateTimeOffset now, SupportCase about, CaseState state, By by)
    {
        await EndApproval(db, now, about.Id);
        var from = about.State;
        (about.State, about.ClosedAt, about.TakesEffectAt) = (state, now, null);
        if (about.IsDrill)
        {
            await Drilling.End(db, now, about, from, by);
        }

        if (about.SuspendedAt is not null)
        {
            await LiftSuspension.Lift(db, now, about, by);
        }
    }

    public static void Record(this DaypassDb db, DateTimeOffset now, SupportCase about, EventKind kind, By by, EventFacts? facts = null) =>
        db.Record(now, about.IsDrill ? Guid.Empty : about.FirmId, kind, by, about.AccountId, facts: facts, supportCase: about.Id);

    /// <summary>An approval that was not used within its hour is over: the case waits for a technician again. That of a hand-over under notice was used.</summary>
    private static async Task WriteExpiryDown(DaypassDb db, DateTimeOffset now, SupportCase found)
    {
        if (found is not { State: CaseState.Approved, ClosedAt: null, TakesEffectAt: null })
        {
            return;
        }

        await db.CaseApprovals.Where(x => x.CaseId == found.Id && x.UsedAt == null && x.EndedAt == null && x.ExpiresAt <= now)
            .ExecuteUpdateAsync(set => set.SetProperty(x => x.EndedAt, x => x.ExpiresAt));
        // Also where the technician who gave it left the desk.
        if (await OpenApproval(db, found.Id) is null)
        {
            (found.State, found.DecidedAt, found.DecidedBy) = (CaseState.Submitted, null, null);
        }
    }
}

internal sealed record CasePlace(Guid Firm, bool IsDrill);
