using Daypass.Server.Audit;
using Daypass.Server.Support;
using Microsoft.EntityFrameworkCore;

namespace Daypass.Server.Cases;

/// <summary>The representative's lines of the checklist (H3): who asks, and the letter. Each is kept with who and when, also when it is taken back.</summary>
internal sealed class CheckCase(Store store, TimeProvider clock)
{
    public Task<CaseResult> Run(AgentSignedIn me, Guid caseId, CaseCheckKind kind, bool done) =>
        CaseSteps.Step(store, clock, me, caseId, AgentRole.Representative, async step =>
        {
            if (step.Case.State != CaseState.Open)
            {
                return CaseRefusal.WrongState;
            }

            if (step.Case.FrozenAt is not null)
            {
                return CaseRefusal.Frozen;
            }

            if (!done)
            {
                return await TakeBack(step, kind);
            }

            return kind switch
            {
                CaseCheckKind.Requester when !await Requester.IsCurrent(step.Db, step.Case) => CaseRefusal.RequesterChanged,
                CaseCheckKind.Letter when !await step.Db.CaseLetters.AnyAsync(x => x.CaseId == caseId && x.State == LetterState.Assigned) => CaseRefusal.LetterMissing,
                CaseCheckKind.Requester or CaseCheckKind.Letter => await Checklist.Tick(step.Db, step.Now, step.Case, kind, step.By),
                _ => CaseRefusal.NotYours,
            };
        });

    private static async Task<CaseRefusal?> TakeBack(CaseStep step, CaseCheckKind kind)
    {
        if (kind is not (CaseCheckKind.Requester or CaseCheckKind.Letter))
        {
            return CaseRefusal.NotYours;
        }

        if (await Checklist.TakeBack(step.Db, step.Now, step.Case, kind) > 0)
        {
            step.Record(EventKind.CaseCheckTakenBack, new CheckFacts(kind));
        }

        return null;
    }
}

/// <summary>Lines of the checklist, written and taken back. Of each kind one stands. The caller holds the case.</summary>
internal static class Checklist
{
    /// <summary>Of an administrator who confirmed and is none any more, the word does not count either.</summary>
    public static IQueryable<CaseCheck> Standing(DaypassDb db) => db.CaseChecks.AsNoTracking().Where(x => x.EndedAt == null
        && (x.Kind != CaseCheckKind.AdministratorConfirmed || db.Accounts.Any(y => y.Id == x.AccountId && y.IsAdministrator && y.State == AccountState.Active)));

    public static IQueryable<CaseCheck> Standing(DaypassDb db, Guid caseId) => Standing(db).Where(x => x.CaseId == caseId);

    public static async Task<CaseRefusal?> Tick(DaypassDb db, DateTimeOffset now, SupportCase about, CaseCheckKind kind, By by, ContactKind? contact = null, Guid? contactOf = null)
    {
        if (await db.CaseChecks.AnyAsync(x => x.CaseId == about.Id && x.Kind == kind && x.EndedAt == null))
        {
            return null;
        }

        db.CaseChecks.Add(new CaseCheck
        {
            Id = Guid.CreateVersion7(now),
            FirmId = about.FirmId,
            CaseId = about.Id,
            Kind = kind,
            At = now,
            AgentId = by.Kind == ActorKind.Support ? by.Id : null,
            AccountId = by.Kind == ActorKind.Account ? by.Id : null,
            Contact = contact,
            ContactOf = contactOf,
        });
        db.Record(now, about, kind == CaseCheckKind.Wait ? EventKind.CaseWaitStarted : EventKind.CaseChecked, by, new CheckFacts(kind, contact));
        return null;
    }

    public static Task<int> TakeBack(DaypassDb db, DateTimeOffset now, SupportCase about, params CaseCheckKind[] kinds) =>
        db.CaseChecks.Where(x => x.CaseId == about.Id && kinds.Contains(x.Kind) && x.EndedAt == null)
            .ExecuteUpdateAsync(set => set.SetProperty(x => x.EndedAt, now));
}

internal static class Requester
{
    /// <summary>H3: whoever asked is still the firm's primary administrator. A hand-over is asked for by an officer, and takes the role from them.</summary>
    public static Task<bool> IsCurrent(DaypassDb db, SupportCase about) =>
        db.Accounts.AnyAsync(x => x.Id == about.RequesterId && x.FirmId == about.FirmId && x.IsPrimary
            && (about.Kind == CaseKind.HandOver || x.State == AccountState.Active));
}
