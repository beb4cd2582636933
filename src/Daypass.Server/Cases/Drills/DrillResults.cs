using Daypass.Server.Audit;
using Daypass.Server.Support;
using Microsoft.EntityFrameworkCore;

namespace Daypass.Server.Cases.Drills;

/// <param name="StoppedAt">Caught: in which state of the case; while the evidence was collected, or before the decision.</param>
/// <param name="EndedBy">Who stopped it, or who approved it.</param>
/// <param name="PassedOnBy">The representative who submitted it; null: it did not come so far.</param>
/// <param name="Rejection">Why a technician rejected it.</param>
internal sealed record DrillLine(Guid Case, int Number, string FirmName, string PersonName, DrillFlaw Flaw, string StartedBy, DateTimeOffset StartedAt,
    DrillOutcome Outcome, CaseState? StoppedAt, string? EndedBy, DateTimeOffset? EndedAt, string? PassedOnBy, CaseRejection? Rejection, string? DecisionText);

/// <summary>What came of drills: who stopped it where, or who approved it. Those that run are shown to whoever started them only.</summary>
internal sealed class DrillResults(Store store)
{
    private const int Shown = 100;

    public Task<IReadOnlyList<DrillLine>> Run(AgentSignedIn me) => store.ReadAcross<IReadOnlyList<DrillLine>>(async db =>
    {
        var cases = await db.SupportCases.AsNoTracking().Where(x => x.IsDrill).OrderByDescending(x => x.OpenedAt).Take(Shown).ToListAsync();
        var ids = cases.ConvertAll(x => x.Id);
        var events = await db.SecurityEvents.AsNoTracking()
            .Where(x => x.CaseId != null && ids.Contains(x.CaseId.Value) && (x.Kind == EventKind.DrillStarted || x.Kind == EventKind.DrillEnded)).ToListAsync();
        var (firmIds, peopleIds) = (cases.Select(x => x.FirmId).Distinct().ToList(), cases.Select(x => x.AccountId).Distinct().ToList());
        var firms = await db.Firms.Where(x => firmIds.Contains(x.Id)).ToDictionaryAsync(x => x.Id, x => x.Name);
        var people = await db.Accounts.Where(x => peopleIds.Contains(x.Id)).ToDictionaryAsync(x => x.Id, x => x.Name);
        var agents = await db.SupportAgents.ToDictionaryAsync(x => x.Id, x => x.Name);
        return
        [
            .. from about in cases
               let started = events.Single(x => x.CaseId == about.Id && x.Kind == EventKind.DrillStarted)
               where Drilling.IsKnownTo(about, started.ActorId, me.AgentId)
               let ended = events.Find(x => x.CaseId == about.Id && x.Kind == EventKind.DrillEnded)
               let end = EventFacts.Read(ended?.Facts) as DrillEndFacts
               select new DrillLine(about.Id, about.Number, firms[about.FirmId], people[about.AccountId], ((DrillFacts)EventFacts.Read(started.Facts)!).Flaw,
                   Name(started.ActorId)!, started.At, end?.Outcome ?? DrillOutcome.Running, end?.From, Name(ended?.ActorId), ended?.At,
                   Name(about.SubmittedBy), about.Rejection, about.DecisionText),
        ];

        string? Name(Guid? id) => id is { } known ? agents.GetValueOrDefault(known) : null;
    });
}

/// <summary>In whose name a drill can stand in the queue: representatives, whom the starter tells of it.</summary>
internal sealed class DrillHelpers(Store store)
{
    public Task<List<AgentChoice>> Run(AgentSignedIn me) => store.ReadAcross(db => db.SupportAgents
        .Where(x => me.Role == AgentRole.Technician && x.Role == AgentRole.Representative && x.State == AgentState.Active)
        .OrderBy(x => x.Name).Select(x => new AgentChoice(x.Id, x.Name, x.Role)).ToListAsync());
}
