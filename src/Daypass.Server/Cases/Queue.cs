using Daypass.Server.Cases.Drills;
using Daypass.Server.Hosting;
using Daypass.Server.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Daypass.Server.Cases;

/// <param name="WaitsSince">When the case came into the state it is in.</param>
/// <param name="WaitOver">Of the 24 hours' wait that may stand for the call back: when it ends.</param>
internal sealed record QueueLine(Guid Id, int Number, CaseKind Kind, CaseState State, string FirmName, string PersonName, DateTimeOffset OpenedAt, DateTimeOffset WaitsSince,
    string? AssignedTo, bool IsMine, bool IsFrozen, int Letters, DateTimeOffset? ApprovalEnds, DateTimeOffset? WaitOver, DateTimeOffset? TakesEffectAt, CaseRejection? Rejection)
{
    /// <summary>Where the viewer knows it: who started it, and everybody once it has ended.</summary>
    public bool IsDrill { get; init; }

    /// <summary>H4b: a code is made ready for the person instead of issued.</summary>
    public bool IsBlind { get; init; }
    public CaseNext Next { get; init; }

    /// <summary>It waits for the viewer's role, and not for somebody else because the viewer prepared or approved it.</summary>
    public bool IsForMe { get; init; }
}

internal sealed record QueuePage(IReadOnlyList<QueueLine> Lines, IReadOnlyDictionary<CaseState, int> Open, DateTimeOffset? Older);

/// <summary>The desk's cases by state and age (A3: support sees its cases).</summary>
internal sealed class Queue(Store store, TimeProvider clock, IOptions<DaypassOptions> options)
{
    private const int PageSize = 50;

    /// <summary>Those that wait, oldest first; or those that are closed, newest first, before <paramref name="before"/>.</summary>
    public Task<QueuePage> Run(AgentSignedIn me, bool closed, DateTimeOffset? before = null) => store.ReadAcross(async db =>
    {
        var now = clock.Now();
        var cases = closed
            ? await db.SupportCases.AsNoTracking().Where(x => x.ClosedAt != null && (before == null || x.ClosedAt < before)).OrderByDescending(x => x.ClosedAt).Take(PageSize + 1).ToListAsync()
            : await db.SupportCases.AsNoTracking().Where(x => x.ClosedAt == null).OrderBy(x => x.OpenedAt).Take(20 * PageSize).ToListAsync();
        var older = closed && cases.Count > PageSize;
        cases = closed ? [.. cases.Take(PageSize)] : cases;
        var open = await db.SupportCases.Where(x => x.ClosedAt == null).GroupBy(x => x.State).Select(x => new { x.Key, Count = x.Count() }).ToDictionaryAsync(x => x.Key, x => x.Count);
        return new QueuePage(await Lines(db, now, me, cases), open, older ? cases[^1].ClosedAt : null);
    });

    private async Task<IReadOnlyList<QueueLine>> Lines(DaypassDb db, DateTimeOffset now, AgentSignedIn me, List<SupportCase> cases)
    {
        var (ids, firmIds, peopleIds) = (cases.ConvertAll(x => x.Id), cases.Select(x => x.FirmId).Distinct().ToList(), cases.Select(x => x.AccountId).Distinct().ToList());
        var firms = await db.Firms.Where(x => firmIds.Contains(x.Id)).ToDictionaryAsync(x => x.Id, x => x.Name);
        var people = await db.Accounts.Where(x => peopleIds.Contains(x.Id)).ToDictionaryAsync(x => x.Id, x => x.Name);
        var agents = await db.SupportAgents.ToDictionaryAsync(x => x.Id, x => x.Name);
        var letters = await db.CaseLetters.Where(x => x.CaseId != null && ids.Contains(x.CaseId.Value)).GroupBy(x => x.CaseId!.Value).Select(x => new { x.Key, Count = x.Count() }).ToDictionaryAsync(x => x.Key, x => x.Count);
        var approvals = await db.CaseApprovals.AsNoTracking().Where(x => ids.Contains(x.CaseId) && x.UsedAt == null && x.EndedAt == null).ToDictionaryAsync(x => x.CaseId);
        var checks = (await Checklist.Standing(db).Where(x => ids.Contains(x.CaseId)).Select(x => new { x.CaseId, x.Kind, x.At }).ToListAsync())
            .ToLookup(x => x.CaseId, x => new CaseCheckFact(x.Kind, x.At));
        var secondMissing = new HashSet<Guid>();
        foreach (var about in cases)
        {
            if (approvals.TryGetValue(about.Id, out var approval) && await SecondApproval.WouldBeMissing(db, now, about, approval))
            {
                secondMissing.Add(about.Id);
            }
        }

        var starters = await Drilling.Starters(db, [.. cases.Where(x => x.IsDrill).Select(x => x.Id)]);
        return cases.ConvertAll(x =>
        {
            var starter = starters.TryGetValue(x.Id, out var id) ? id : (Guid?)null;
            var approval = approvals.GetValueOrDefault(x.Id) is { } found && now < found.ExpiresAt ? found : null;
            var state = x is { State: CaseState.Approved, ClosedAt: null, TakesEffectAt: null } && approval is null ? CaseState.Submitted : x.State;
            var next = CaseNextRule.Of(x.Kind, state, x.ClosedAt is not null, x.FrozenAt is not null, [.. checks[x.Id]], approval is not null && secondMissing.Contains(x.Id), now);
            var wait = checks[x.Id].Where(check => check.Kind == CaseCheckKind.Wait).Select(check => (DateTimeOffset?)check.At).SingleOrDefault();
            return new QueueLine(x.Id, x.Number, x.Kind, state, firms[x.FirmId], people[x.AccountId], x.OpenedAt, Since(x, state),
                x.AssignedTo is { } agent ? agents.GetValueOrDefault(agent) : null, x.AssignedTo == me.AgentId, x.FrozenAt is not null, letters.GetValueOrDefault(x.Id),
                approval?.ExpiresAt, state == CaseState.Submitted ? wait + CaseRule.Wait : null, x.TakesEffectAt, x.Rejection)
            {
                IsDrill = Drilling.IsKnownTo(x, starter, me.AgentId),
                IsBlind = options.Value.Support.BlindDelivery,
                Next = next,
                IsForMe = starter != me.AgentId && IsFor(me, x, starter, next, approval),
            };
        });
    }

    private static bool IsFor(AgentSignedIn me, SupportCase about, Guid? starter, CaseNext next, CaseApproval? approval) => next switch
    {
        CaseNext.Wait => false,
        _ when CaseNextRule.Whose(next) != me.Role => false,
        CaseNext.SecondApproval when approval?.AgentId == me.AgentId => false,
        _ => me.Role == AgentRole.Representative || !CaseSteps.Prepared(about, starter, me.AgentId),
    };

    private static DateTimeOffset Since(SupportCase found, CaseState state) => found.ClosedAt ?? found.FrozenAt ?? state switch
    {
        CaseState.Open => found.OpenedAt,
        CaseState.Submitted => found.SubmittedAt ?? found.OpenedAt,
        CaseState.Approved => found.DecidedAt ?? found.OpenedAt,
        _ => found.OpenedAt,
    };
}
