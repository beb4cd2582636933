using Daypass.Server.Audit;
using Daypass.Server.Sessions;
using Microsoft.EntityFrameworkCore;

namespace Daypass.Server.Cases;

/// <param name="Person">Whom it is about.</param>
/// <param name="Requester">Who was the primary administrator when it was opened.</param>
/// <param name="Effect">What stopping it would do now.</param>
internal sealed record FirmCaseLine(Guid Id, int Number, CaseKind Kind, CaseState State, string Person, string Requester, DateTimeOffset OpenedAt,
    DateTimeOffset? FrozenAt, DateTimeOffset? TakesEffectAt, DateTimeOffset? ClosedAt, StopEffect Effect);

/// <param name="WhyNotConfirm">Null: this administrator may confirm the request.</param>
internal sealed record FirmCaseView(FirmCaseLine Case, ConfirmRefusal? WhyNotConfirm, IReadOnlyList<ActivityLine> History);

/// <summary>A firm's own support cases, for its administrators (A3). Drills are the desk's own affair.</summary>
internal sealed class FirmCases(Store store, TimeProvider clock)
{
    private const int Shown = 50;
    private const int LinesShown = 100;

    /// <summary>Those that are open first, then the newest. Null: this person is no administrator (W1).</summary>
    public Task<IReadOnlyList<FirmCaseLine>?> All(SignedIn me) => store.Read(me.FirmId, async db =>
        await Viewer(db, me) is { } viewer ? await Lines(db, viewer, db.SupportCases.OrderBy(x => x.ClosedAt != null).ThenByDescending(x => x.OpenedAt).Take(Shown)) : null);

    /// <summary>Null: no such case in this firm, or not for this person.</summary>
    public Task<FirmCaseView?> One(SignedIn me, Guid caseId) => store.Read(me.FirmId, async db =>
    {
        if (await Viewer(db, me) is not { } viewer || await Lines(db, viewer, db.SupportCases.Where(x => x.Id == caseId)) is not [var line])
        {
            return null;
        }

        var about = await db.SupportCases.AsNoTracking().SingleAsync(x => x.Id == caseId);
        return new FirmCaseView(line,
            await ConfirmAsAdministrator.WhyNot(db, clock.Now(), about, viewer.Standing(), me.ConfirmedAt),
            await Activity.Newest(db, db.SecurityEvents.Where(x => x.FirmId == me.FirmId && x.CaseId == caseId), LinesShown));
    });

    private static async Task<Account?> Viewer(DaypassDb db, SignedIn me) =>
        me.May(Ability.ActForOthers) && await db.Accounts.AsNoTracking().SingleAsync(x => x.Id == me.AccountId) is var account && account.Standing().Administers ? account : null;

    private static async Task<IReadOnlyList<FirmCaseLine>> Lines(DaypassDb db, Account viewer, IQueryable<SupportCase> which)
    {
        var cases = await which.AsNoTracking().Where(x => !x.IsDrill).ToListAsync();
        var ids = cases.SelectMany(x => new[] { x.AccountId, x.RequesterId }).Distinct().ToList();
        var names = await db.Accounts.Where(x => ids.Contains(x.Id)).ToDictionaryAsync(x => x.Id, x => x.Name);
        return cases.ConvertAll(x => new FirmCaseLine(x.Id, x.Number, x.Kind, x.State, names[x.AccountId], names[x.RequesterId],
            x.OpenedAt, x.FrozenAt, x.TakesEffectAt, x.ClosedAt, Stopping.EffectOf(x, viewer)));
    }
}
