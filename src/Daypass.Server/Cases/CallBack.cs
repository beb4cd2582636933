using Daypass.Server.Support;
using Microsoft.EntityFrameworkCore;

namespace Daypass.Server.Cases;

/// <summary>
/// H3, H4: the technician called back, on a contact that is unchanged for 30 days, and it was the requester who asked for this. At a
/// hand-over the administrators of the firm are called, and not whom it would make the primary one.
/// </summary>
internal sealed class CallBack(Store store, TimeProvider clock)
{
    public Task<CaseResult> Run(AgentSignedIn me, Guid caseId, Guid accountId, ContactKind contact) =>
        CaseSteps.Step(store, clock, me, caseId, AgentRole.Technician, async step =>
            step.Case.State != CaseState.Submitted ? CaseRefusal.WrongState
            : step.Case.FrozenAt is not null ? CaseRefusal.Frozen
            : step.IsPreparedByAgent ? CaseRefusal.NotYours
            : await WhyNotThis(step.Db, step.Now, step.Case, accountId, contact)
                ?? await Checklist.Tick(step.Db, step.Now, step.Case, CaseCheckKind.CallBack, step.By, contact, accountId));

    internal static async Task<CaseRefusal?> WhyNotThis(DaypassDb db, DateTimeOffset now, SupportCase about, Guid accountId, ContactKind contact)
    {
        var person = await db.Accounts.AsNoTracking().SingleOrDefaultAsync(x => x.Id == accountId && x.FirmId == about.FirmId);
        return person is null || !IsToBeCalled(about, person) || (contact == ContactKind.Phone ? person.Phone : person.Email) is not { Length: > 0 } ? CaseRefusal.NoSuchContact
            : CaseRule.MayBeCalled(PersonOnFile.Since(person), now) ? null
            : CaseRefusal.ContactTooNew;
    }

    /// <summary>Who was dismissed has no say. A primary administrator whom support suspended is heard, as at a stop.</summary>
    internal static bool IsToBeCalled(SupportCase about, Account person) => about.Kind == CaseKind.HandOver
        ? person.IsAdministrator && person.Id != about.AccountId
            && (person.State == AccountState.Active || (person.State == AccountState.Suspended && person.Id == about.RequesterId))
        : person.Id == about.RequesterId;
}

/// <summary>H3: nobody was reached. From now on 24 hours, told to every administrator of the firm.</summary>
internal sealed class BeginWait(Store store, TimeProvider clock)
{
    public Task<CaseResult> Run(AgentSignedIn me, Guid caseId) =>
        CaseSteps.Step(store, clock, me, caseId, AgentRole.Technician, async step =>
            step.Case.State != CaseState.Submitted ? CaseRefusal.WrongState
            : step.Case.FrozenAt is not null ? CaseRefusal.Frozen
            : step.IsPreparedByAgent ? CaseRefusal.NotYours
            : await Begin(step));

    private static async Task<CaseRefusal?> Begin(CaseStep step)
    {
        if (await step.Db.CaseChecks.AnyAsync(x => x.CaseId == step.Case.Id && x.Kind == CaseCheckKind.Wait && x.EndedAt == null))
        {
            return null;
        }

        await CaseTelling.WaitStarted(step.Db, step.Now, step.Case, step.By);
        return await Checklist.Tick(step.Db, step.Now, step.Case, CaseCheckKind.Wait, step.By);
    }
}
