using Daypass.Server.Audit;
using Daypass.Server.Cases.Drills;
using Daypass.Server.Codes;
using Daypass.Server.Hosting;
using Daypass.Server.Letters;
using Daypass.Server.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Daypass.Server.Cases;

/// <summary>
/// Reads a case. That an agent looked at it is in the activity of the firm (H6): once in an hour, however often the page is loaded, and
/// before anything of it is shown.
/// </summary>
internal sealed class LookAtCase(Store store, TimeProvider clock, IOptions<DaypassOptions> options)
{
    private const int LinesShown = 100;

    /// <summary>Null: there is no such case, or the agent's session ended meanwhile.</summary>
    public async Task<CaseView?> Run(AgentSignedIn me, Guid caseId) =>
        await store.ReadAcross(db => IsWritten(db, clock.Now(), me, caseId)) || await Write(me, caseId) ? await Read(me, caseId) : null;

    private static Task<bool> IsWritten(DaypassDb db, DateTimeOffset now, AgentSignedIn me, Guid caseId) => db.SecurityEvents.AnyAsync(x =>
        x.CaseId == caseId && x.Kind == EventKind.CaseViewed && x.ActorId == me.AgentId && x.At > now - CaseRule.OneLook);

    private Task<bool> Write(AgentSignedIn me, Guid caseId) => store.WriteAcross(async db =>
    {
        var now = clock.Now();
        if (await db.AgentTurn(me) is null || await db.SupportCases.AsNoTracking().SingleOrDefaultAsync(x => x.Id == caseId) is not { } about)
        {
            return false;
        }

        // Of two pages at the same moment, the second waited for the agent's turn.
        if (!await IsWritten(db, now, me, caseId))
        {
            db.Record(now, about, EventKind.CaseViewed, By.Agent(me.AgentId));
        }

        return true;
    });

    private async Task<CaseView?> Read(AgentSignedIn me, Guid caseId) => await store.ReadAcross(async db =>
    {
        var now = clock.Now();
        var found = await db.SupportCases.AsNoTracking().SingleOrDefaultAsync(x => x.Id == caseId);
        if (found is null)
        {
            return null;
        }

        var firm = await db.Firms.AsNoTracking().SingleAsync(x => x.Id == found.FirmId);
        var people = await db.Accounts.AsNoTracking().Where(x => x.FirmId == firm.Id && (x.IsAdministrator || x.Id == found.AccountId || x.Id == found.RequesterId))
            .OrderByDescending(x => x.IsPrimary).ThenBy(x => x.Name).ToListAsync();
        var person = people.Single(x => x.Id == found.AccountId);
        var changed = people.Select(x => x.ContactChangedBy).OfType<Guid>().Distinct().ToList();
        var changers = await db.Accounts.Where(x => changed.Contains(x.Id)).ToDictionaryAsync(x => x.Id, x => x.Name);
        var desk = await db.SupportAgents.AsNoTracking().OrderBy(x => x.Name).Select(x => new { x.Id, x.Name, x.Role, x.State }).ToListAsync();
        var agents = desk.ToDictionary(x => x.Id, x => x.Name);
        var checks = await db.CaseChecks.AsNoTracking().Where(x => x.CaseId == caseId).OrderBy(x => x.At).ToListAsync();
        var stands = await Checklist.Standing(db, caseId).ToDictionaryAsync(x => x.Id, x => new CaseCheckFact(x.Kind, x.At));
        var standing = stands.Values;
        var approvals = (await db.CaseApprovals.AsNoTracking().Where(x => x.CaseId == caseId).OrderByDescending(x => x.ApprovedAt).ToListAsync())
            .ConvertAll(x => new ApprovalLine(x.Id, NameOf(x.AgentId)!, x.ApprovedAt, x.ExpiresAt, x.NeedsSecond, NameOf(x.SecondAgentId), x.UsedAt, x.EndedAt));
        var state = StateNow(found, approvals, now);
        found.State = state;
        var isCurrent = await Requester.IsCurrent(db, found);
        // To all others than whoever started it, a drill that runs looks like any case.
        var starter = await Drilling.StarterOf(db, found);
        var disguised = found.IsDrill && !Drilling.IsKnownTo(found, starter, me.AgentId);
        found.IsDrill &= !disguised;
        var history = await Activity.Newest(db, await Lines(db, found), LinesShown);
        var prepared = CaseSteps.Prepared(found, starter, me.AgentId);
        var open = approvals.Find(x => x.UsedAt is null && x.EndedAt is null && now < x.ExpiresAt);
        var wave = await Wave.IsOnFor(db, now, found);
        // As its use will find it.
        var secondMissing = open is { SecondBy: null } && (open.NeedsSecond || wave);
        return new CaseView(found, firm, OnFile(person), OnFile(people.Single(x => x.Id == found.RequesterId)),
            [.. people.Where(x => CallBack.IsToBeCalled(found, x)).Select(OnFile)],
            NameOf(found.OpenedBy)!, NameOf(found.AssignedTo), NameOf(found.SubmittedBy), NameOf(found.DecidedBy), people.Find(x => x.Id == found.FrozenBy)?.Name,
            [.. checks.Select(x => new CheckLine(x.Kind, x.At, NameOf(x.AgentId ?? x.AccountId) ?? "", x.Contact, people.Find(y => y.Id == x.ContactOf)?.Name, stands.ContainsKey(x.Id)))],
            approvals,
            await Letters(db, caseId),
            disguised ? Drilling.Disguised(history, starter!.Value, found, NameOf(found.OpenedBy)!) : history,
            await AccessPanel.Read(db, now, person, me.AgentId, toIssuer: null, new PanelRights(MayAct: false, MayChangePermissions: false)),
            isCurrent,
            CaseRule.WhyNotSubmit(found.Kind, state, found.FrozenAt is not null, standing) ?? (isCurrent ? null : CaseRefusal.RequesterChanged),
            CaseRule.WhyNotApprove(found.Kind, state, found.FrozenAt is not null, standing, me.Role, prepared, now)
                ?? (isCurrent ? null : CaseRefusal.RequesterChanged),
            wave)
        {
            Approval = open,
            Next = CaseNextRule.Of(found.Kind, state, found.ClosedAt is not null, found.FrozenAt is not null, standing, secondMissing, now),
            PreparedByMe = prepared,
            ApprovedByMe = secondMissing && found.DecidedBy == me.AgentId,
            Agents = [.. desk.Where(x => x.State == AgentState.Active).Select(x => new AgentChoice(x.Id, x.Name, x.Role))],
            IsBlind = options.Value.Support.BlindDelivery,
            Delivery = await db.CodeDeliveries.AsNoTracking().Where(x => x.CaseId == caseId).OrderByDescending(x => x.CreatedAt).FirstOrDefaultAsync() is { } delivery
                ? new DeliveryLine(NameOf(delivery.AgentId)!, delivery.CreatedAt, delivery.ExpiresAt, delivery.FetchedAt is null ? delivery.Taken : delivery.Taken - 1, delivery.FetchedAt,
                    delivery is { FetchedAt: null, EndedAt: null, Taken: < Phrase.Tries } && now < delivery.ExpiresAt)
                : null,
            Told = disguised ? Drilling.AsIfTold(found, checks, people.Count(x => x.IsAdministrator && x.State == AccountState.Active)) : await Told(db, caseId),
        };

        PersonOnFile OnFile(Account x) => PersonOnFile.Of(x, now) with { ContactsChangedBy = changers.GetValueOrDefault(x.ContactChangedBy ?? Guid.Empty) };
        string? NameOf(Guid? id) => id is not { } known ? null : agents.TryGetValue(known, out var name) ? name : people.Find(x => x.Id == known)?.Name;
    });

    private static async Task<IReadOnlyList<LetterLine>> Letters(DaypassDb db, Guid caseId)
    {
        var letters = await db.CaseLetters.AsNoTracking().Where(x => x.CaseId == caseId).OrderBy(x => x.ReceivedAt).ToListAsync();
        var seen = await SeenBefore.Of(db, letters);
        return letters.ConvertAll(x => new LetterLine(x.Id, x.State, x.Source, x.FileName, x.Type, x.Size, x.Sha256, x.Pages, x.Problem, x.ReceivedAt, x.Sender, x.Subject)
        {
            SeenBefore = [.. seen[x.Id]],
        });
    }

    /// <summary>What has the case's number, what became of its code, and what was done to the login when it was closed.</summary>
    private static async Task<IQueryable<SecurityEvent>> Lines(DaypassDb db, SupportCase about)
    {
        var codes = await db.TemporaryCodes.Where(x => db.CaseApprovals.Any(y => y.Id == x.ApprovalId && y.CaseId == about.Id)).Select(x => (Guid?)x.Id).ToListAsync();
        return db.SecurityEvents.Where(x => x.CaseId == about.Id || codes.Contains(x.CodeId)
            || (about.ClosedAt != null && x.FirmId == about.FirmId && x.AccountId == about.AccountId && x.Actor == ActorKind.Support && x.At == about.ClosedAt));
    }

    private static async Task<IReadOnlyList<ToldLine>> Told(DaypassDb db, Guid caseId)
    {
        var mails = await db.Notices.AsNoTracking().Where(x => x.CaseId == caseId).OrderBy(x => x.CreatedAt)
            .Select(x => new { x.Kind, x.CreatedAt, x.SentAt, x.FailedAt }).ToListAsync();
        return [.. mails.GroupBy(x => (x.Kind, x.CreatedAt)).Select(x =>
            new ToldLine(x.Key.Kind, x.Key.CreatedAt, x.Count(), x.Count(mail => mail.SentAt is not null), x.Count(mail => mail.FailedAt is not null)))];
    }

    /// <summary>As the next step will find it: an approval that ran out is over, whether that is written down or not.</summary>
    private static CaseState StateNow(SupportCase found, List<ApprovalLine> approvals, DateTimeOffset now) =>
        found is { State: CaseState.Approved, ClosedAt: null, TakesEffectAt: null } && !approvals.Exists(x => x.UsedAt is null && x.EndedAt is null && now < x.ExpiresAt)
            ? CaseState.Submitted
            : found.State;
}
