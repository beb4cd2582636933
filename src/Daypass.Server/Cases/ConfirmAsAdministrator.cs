using Daypass.Server.Audit;
using Daypass.Server.Sessions;
using Microsoft.EntityFrameworkCore;

namespace Daypass.Server.Cases;

internal abstract record ConfirmCaseResult
{
    internal sealed record Done : ConfirmCaseResult;

    internal sealed record Refused(ConfirmRefusal Why) : ConfirmCaseResult;

    /// <summary>No such case in this firm.</summary>
    internal sealed record NotFound : ConfirmCaseResult;
}

/// <summary>H3: instead of the call back, another administrator confirms from a signed-in session with a fresh second step.</summary>
internal sealed class ConfirmAsAdministrator(Store store, TimeProvider clock)
{
    public Task<ConfirmCaseResult> Run(SignedIn me, Guid caseId) => store.Write<ConfirmCaseResult>(me.FirmId, async db =>
    {
        var now = clock.Now();
        if (!me.May(Ability.ActForOthers) || await Stopping.Hold(db, now, caseId) is not { } about || await db.OwnTurn(me) is not { } person || !person.Standing().Administers)
        {
            return new ConfirmCaseResult.NotFound();
        }

        if (await WhyNot(db, now, about, person.Standing(), me.ConfirmedAt) is { } why)
        {
            return new ConfirmCaseResult.Refused(why);
        }

        await Checklist.Tick(db, now, about, CaseCheckKind.AdministratorConfirmed, By.Person(person.Id));
        return new ConfirmCaseResult.Done();
    });

    internal static async Task<ConfirmRefusal?> WhyNot(DaypassDb db, DateTimeOffset now, SupportCase about, Standing person, DateTimeOffset? confirmedAt)
    {
        var checks = await db.CaseChecks.AsNoTracking().Where(x => x.CaseId == about.Id && x.EndedAt == null).Select(x => new CaseCheckFact(x.Kind, x.At)).ToListAsync();
        var nobodyReached = checks.Any(x => x.Kind == CaseCheckKind.Wait) || !await SomebodyCanBeCalled(db, now, about);
        return ConfirmRule.WhyNot(person, about.Kind, about.AccountId, about.RequesterId, about.State, about.FrozenAt is not null, checks, nobodyReached, confirmedAt, now);
    }

    private static async Task<bool> SomebodyCanBeCalled(DaypassDb db, DateTimeOffset now, SupportCase about)
    {
        var people = await db.Accounts.AsNoTracking().Where(x => x.FirmId == about.FirmId && (x.IsAdministrator || x.Id == about.RequesterId)).ToListAsync();
        return people.Exists(x => CallBack.IsToBeCalled(about, x) && CaseRule.MayBeCalled(PersonOnFile.Since(x), now));
    }
}
