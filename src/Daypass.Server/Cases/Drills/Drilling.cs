using Daypass.Server.Audit;
using Microsoft.EntityFrameworkCore;

namespace Daypass.Server.Cases.Drills;

// Who knows that a case is a drill: whoever started it, and everybody once it has ended. To all others it looks like any case. That it is
// one, what is wrong with it and who started it stand in the record (DrillStarted), in the activity of the installation.

internal static class Drilling
{
    public static bool IsKnownTo(SupportCase about, Guid? starter, Guid agentId) => about.IsDrill && (about.ClosedAt is not null || starter == agentId);

    /// <summary>Who started it; null: it is no drill.</summary>
    public static async Task<Guid?> StarterOf(DaypassDb db, SupportCase about) => about.IsDrill
        ? await db.SecurityEvents.Where(x => x.CaseId == about.Id && x.Kind == EventKind.DrillStarted).Select(x => x.ActorId).SingleOrDefaultAsync()
        : null;

    /// <summary>Who started which of these drills.</summary>
    public static Task<Dictionary<Guid, Guid>> Starters(DaypassDb db, IReadOnlyCollection<Guid> cases) =>
        db.SecurityEvents.Where(x => x.CaseId != null && cases.Contains(x.CaseId.Value) && x.Kind == EventKind.DrillStarted)
            .ToDictionaryAsync(x => x.CaseId!.Value, x => x.ActorId!.Value);

    /// <summary>Lines of the installation's activity without those of drills that run, but for whoever started them.</summary>
    public static IQueryable<SecurityEvent> WithoutRunning(DaypassDb db, IQueryable<SecurityEvent> lines, Guid agentId) => lines.Where(x => x.CaseId == null
        || !db.SupportCases.Any(about => about.Id == x.CaseId && about.IsDrill && about.ClosedAt == null)
        || db.SecurityEvents.Any(started => started.CaseId == x.CaseId && started.Kind == EventKind.DrillStarted && started.ActorId == agentId));

    /// <summary>A running drill's history, as it would be of a real case: the beginning reads as if whoever it was opened by had opened it.</summary>
    public static IReadOnlyList<ActivityLine> Disguised(IReadOnlyList<ActivityLine> history, Guid starter, SupportCase about, string opener) => [.. history.Select(line =>
        line.ActorId != starter || line.Actor != ActorKind.Support ? line
        : line.Kind == EventKind.DrillStarted ? line with { Kind = EventKind.CaseOpened, ActorId = about.OpenedBy, ActorName = opener, Facts = new CaseFacts(about.Kind) }
        : line with { ActorId = about.OpenedBy, ActorName = opener })];

    /// <summary>Lines of drills that run in a firm, as its activity would have them of real cases; none of those that this agent started.</summary>
    public static async Task<IReadOnlyList<ActivityLine>> AsIfOfTheFirm(DaypassDb db, Guid firm, Guid agentId, int most)
    {
        var running = await db.SupportCases.AsNoTracking().Where(x => x.FirmId == firm && x.IsDrill && x.ClosedAt == null).ToListAsync();
        var starters = await Starters(db, running.ConvertAll(x => x.Id));
        var lines = new List<ActivityLine>();
        foreach (var about in running.Where(x => starters[x.Id] != agentId))
        {
            var opener = await db.SupportAgents.Where(x => x.Id == about.OpenedBy).Select(x => x.Name).SingleAsync();
            lines.AddRange(Disguised(await Activity.Newest(db, db.SecurityEvents.Where(x => x.CaseId == about.Id), most), starters[about.Id], about, opener));
        }

        return lines;
    }

    /// <summary>What the firm would have been told of a real case.</summary>
    public static IReadOnlyList<ToldLine> AsIfTold(SupportCase about, IEnumerable<CaseCheck> checks, int people) =>
        [new(NoticeKind.CaseOpened, about.OpenedAt, people, people, 0), .. checks.Where(x => x.Kind == CaseCheckKind.Wait).Select(x => new ToldLine(NoticeKind.CaseWaitStarted, x.At, people, people, 0))];

    /// <summary>The drill's end, written down by whoever brought it about. The caller holds the case.</summary>
    public static async Task End(DaypassDb db, DateTimeOffset now, SupportCase about, CaseState from, By by)
    {
        var outcome = DrillRule.OutcomeOf(about.State, by.Id == await StarterOf(db, about));
        db.Record(now, about, EventKind.DrillEnded, by, new DrillEndFacts(outcome, from));
    }
}
