using Daypass.Server.Audit;
using Daypass.Server.Notifications;
using Daypass.Server.Sessions;
using Microsoft.EntityFrameworkCore;

namespace Daypass.Server.Cases;

/// <summary>What is said before the confirming click, and after it.</summary>
/// <param name="Effect">What the click would do now.</param>
/// <param name="Person">Whom the case is about.</param>
internal sealed record StopView(StopEffect Effect, int Number, CaseKind Kind, CaseState State, string Person, DateTimeOffset OpenedAt, DateTimeOffset? FrozenAt, DateTimeOffset? TakesEffectAt, DateTimeOffset? ClosedAt);

/// <summary>
/// "Stop this" (T1): any administrator of the firm, by the link of a mail. No sign-in; one confirming click, since mail scanners open links.
/// The link goes with the case: it stops it again after it went on.
/// </summary>
internal sealed class StopCaseByLink(Store store, TimeProvider clock)
{
    /// <summary>Null: the link is dead, or who has it may not stop the case any more.</summary>
    public Task<StopView?> Look(Guid firm, string token) => store.Read(firm, async db =>
    {
        if (await LinkTokens.Find(db, clock.Now(), LinkPurpose.StopCase, token) is not { SubjectId: { } caseId } link
            || await db.SupportCases.AsNoTracking().SingleOrDefaultAsync(x => x.Id == caseId && !x.IsDrill) is not { } about
            || await db.Accounts.AsNoTracking().SingleOrDefaultAsync(x => x.Id == link.AccountId) is not { } person
            || !StopRule.MayStop(person.Standing(), person.State, about.Kind, about.AccountId))
        {
            return null;
        }

        var name = await db.Accounts.Where(x => x.Id == about.AccountId).Select(x => x.Name).SingleAsync();
        return new StopView(Stopping.EffectOf(about, person), about.Number, about.Kind, about.State, name, about.OpenedAt, about.FrozenAt, about.TakesEffectAt, about.ClosedAt);
    });

    /// <summary>What the click did; null: the link is dead.</summary>
    public Task<StopEffect?> Run(Guid firm, string token) => store.Write(firm, async db =>
    {
        var now = clock.Now();
        return await LinkTokens.Find(db, now, LinkPurpose.StopCase, token) is { SubjectId: { } caseId } link
            && await Stopping.Hold(db, now, caseId) is { } about && await db.Lock(link.AccountId) is { } person
            ? await Stopping.Stop(db, now, about, person, By.MailedLink(person.Id))
            : null;
    });
}

/// <summary>The same from a signed-in session.</summary>
internal sealed class StopCase(Store store, TimeProvider clock)
{
    /// <summary>Null: no such case in this firm, or not for this person.</summary>
    public Task<StopEffect?> Run(SignedIn me, Guid caseId) => store.Write(me.FirmId, async db =>
    {
        var now = clock.Now();
        return me.May(Ability.ActForOthers) && await Stopping.Hold(db, now, caseId) is { } about && await db.OwnTurn(me) is { } person
            ? await Stopping.Stop(db, now, about, person, By.Person(person.Id))
            : null;
    });
}

internal static class Stopping
{
    public static StopEffect EffectOf(SupportCase about, Account person) =>
        StopRule.Of(about.Kind, about.State, about.TakesEffectAt is not null, about.FrozenAt is not null, person.State == AccountState.Suspended,
            about.SuspendedAt is not null);

    /// <summary>Holds the case, and before any login, as the desk does; null: the firm has no such case.</summary>
    public static async Task<SupportCase?> Hold(DaypassDb db, DateTimeOffset now, Guid caseId) =>
        await db.SupportCases.AnyAsync(x => x.Id == caseId && !x.IsDrill) ? await CaseSteps.Hold(db, now, caseId) : null;

    /// <summary>The caller holds both. Null: it is not for this person.</summary>
    public static async Task<StopEffect?> Stop(DaypassDb db, DateTimeOffset now, SupportCase about, Account person, By by)
    {
        if (!StopRule.MayStop(person.Standing(), person.State, about.Kind, about.AccountId))
        {
            return null;
        }

        var effect = EffectOf(about, person);
        if (effect == StopEffect.Freeze)
        {
            await Freeze(db, now, about, person, by);
        }
        else if (effect == StopEffect.EndHandOver)
        {
            await HandOver.End(db, now, about, by);
        }

        return effect;
    }

    /// <summary>H3. A call, a confirmation and a wait do not stand any more, nor what was approved on them.</summary>
    private static async Task Freeze(DaypassDb db, DateTimeOffset now, SupportCase about, Account person, By by)
    {
        await Checklist.TakeBack(db, now, about, CaseCheckKind.CallBack, CaseCheckKind.AdministratorConfirmed, CaseCheckKind.Wait);
        await CaseSteps.EndApproval(db, now, about.Id);
        if (about.State == CaseState.Approved)
        {
            (about.State, about.DecidedAt, about.DecidedBy, about.TakesEffectAt) = (CaseState.Submitted, null, null, null);
        }

        (about.FrozenAt, about.FrozenBy) = (now, person.Id);
        db.Record(now, about, EventKind.CaseFrozen, by);
        await CaseTelling.Frozen(db, now, about, by);
    }
}
