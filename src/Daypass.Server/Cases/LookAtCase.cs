using Daypass.Server.Audit;
using Daypass.Server.Codes;
using Daypass.Server.Support;
using Microsoft.EntityFrameworkCore;

namespace Daypass.Server.Cases;

/// <param name="ContactOf">Whose contact was called.</param>
/// <param name="Stands">False: a freeze, or who ticked it, took it back.</param>
internal sealed record CheckLine(CaseCheckKind Kind, DateTimeOffset At, string Who, ContactKind? Contact, string? ContactOf, bool Stands);

internal sealed record ApprovalLine(Guid Id, string By, DateTimeOffset ApprovedAt, DateTimeOffset ExpiresAt, bool NeedsSecond, string? SecondBy, DateTimeOffset? UsedAt, DateTimeOffset? EndedAt);

internal sealed record LetterLine(Guid Id, LetterState State, LetterSource Source, string FileName, LetterType? Type, int Size, byte[] Sha256, int? Pages, string? Problem,
    DateTimeOffset ReceivedAt, string? Sender, string? Subject);

/// <summary>A case with all that a decision is made on (H4): evidence, checklist and history.</summary>
/// <param name="Callable">Whose contacts may be called back, with their age.</param>
/// <param name="Panel">The person's access, as in the firm's own pages (H5).</param>
/// <param name="WhyNotSubmit">What is missing, for the representative; null: it can be submitted.</param>
/// <param name="WhyNotApprove">What is missing, for a technician who did not prepare it; null: it can be approved.</param>
internal sealed record CaseView(SupportCase Case, Firm Firm, PersonOnFile Person, PersonOnFile Requester, IReadOnlyList<PersonOnFile> Callable, string OpenedBy, string? AssignedTo,
    string? SubmittedBy, string? DecidedBy, string? FrozenBy, IReadOnlyList<CheckLine> Checks, IReadOnlyList<ApprovalLine> Approvals, IReadOnlyList<LetterLine> Letters,
    IReadOnlyList<ActivityLine> History, AccessPanelView Panel, bool RequesterIsCurrent, CaseRefusal? WhyNotSubmit, CaseRefusal? WhyNotApprove, bool IsWave)
{
    /// <summary>The approval that was neither used nor taken back, and is not over.</summary>
    public ApprovalLine? Approval { get; init; }
}

/// <summary>Reads a case. To look at it is not an event; to look at its letters is (H6).</summary>
internal sealed class LookAtCase(Store store, TimeProvider clock)
{
    private const int LinesShown = 100;

    public async Task<CaseView?> Run(AgentSignedIn me, Guid caseId) => await store.ReadAcross(async db =>
    {
        var now = clock.Now();
        var found = await db.SupportCases.AsNoTracking().SingleOrDefaultAsync(x => x.Id == caseId);
        if (found is null)
        {
            return null;
        }

        var firm = await db.Firms.AsNoTracking().SingleAsync(x => x.Id == found.FirmId);
        var people = await db.Accounts.AsNoTracking().Where(x => x.FirmId == firm.Id && (x.IsAdministrator || x.Id == found.AccountId || x.Id == found.RequesterId)).ToListAsync();
        var person = people.Single(x => x.Id == found.AccountId);
        var agents = await db.SupportAgents.AsNoTracking().ToDictionaryAsync(x => x.Id, x => x.Name);
        var checks = await db.CaseChecks.AsNoTracking().Where(x => x.CaseId == caseId).OrderBy(x => x.At).ToListAsync();
        var standing = checks.Where(x => x.EndedAt is null).Select(x => new CaseCheckFact(x.Kind, x.At)).ToList();
        var approvals = (await db.CaseApprovals.AsNoTracking().Where(x => x.CaseId == caseId).OrderByDescending(x => x.ApprovedAt).ToListAsync())
            .ConvertAll(x => new ApprovalLine(x.Id, NameOf(x.AgentId)!, x.ApprovedAt, x.ExpiresAt, x.NeedsSecond, NameOf(x.SecondAgentId), x.UsedAt, x.EndedAt));
        var state = StateNow(found, approvals, now);
        found.State = state;
        var isCurrent = await Requester.IsCurrent(db, found);
        return new CaseView(found, firm, PersonOnFile.Of(person, now), PersonOnFile.Of(people.Single(x => x.Id == found.RequesterId), now),
            [.. people.Where(x => CallBack.IsToBeCalled(found, x)).Select(x => PersonOnFile.Of(x, now))],
            NameOf(found.OpenedBy)!, NameOf(found.AssignedTo), NameOf(found.SubmittedBy), NameOf(found.DecidedBy), people.Find(x => x.Id == found.FrozenBy)?.Name,
            [.. checks.Select(x => new CheckLine(x.Kind, x.At, NameOf(x.AgentId ?? x.AccountId) ?? "", x.Contact, people.Find(y => y.Id == x.ContactOf)?.Name, x.EndedAt is null))],
            approvals,
            await db.CaseLetters.AsNoTracking().Where(x => x.CaseId == caseId).OrderBy(x => x.ReceivedAt)
                .Select(x => new LetterLine(x.Id, x.State, x.Source, x.FileName, x.Type, x.Size, x.Sha256, x.Pages, x.Problem, x.ReceivedAt, x.Sender, x.Subject)).ToListAsync(),
            await Activity.Newest(db, db.SecurityEvents.Where(x => x.CaseId == caseId), LinesShown),
            await AccessPanel.Read(db, now, person, me.AgentId, toIssuer: null, new PanelRights(MayAct: false, MayChangePermissions: false)),
            isCurrent,
            CaseRule.WhyNotSubmit(found.Kind, state, found.FrozenAt is not null, standing) ?? (isCurrent ? null : CaseRefusal.RequesterChanged),
            CaseRule.WhyNotApprove(found.Kind, state, found.FrozenAt is not null, standing, me.Role, found.OpenedBy == me.AgentId || found.SubmittedBy == me.AgentId, now)
                ?? (isCurrent ? null : CaseRefusal.RequesterChanged),
            await Wave.IsOnFor(db, now, firm.Id))
        {
            Approval = approvals.Find(x => x.UsedAt is null && x.EndedAt is null && now < x.ExpiresAt),
        };

        string? NameOf(Guid? id) => id is not { } known ? null : agents.TryGetValue(known, out var name) ? name : people.Find(x => x.Id == known)?.Name;
    });

    /// <summary>As the next step will find it: an approval that ran out is over, whether that is written down or not.</summary>
    private static CaseState StateNow(SupportCase found, List<ApprovalLine> approvals, DateTimeOffset now) =>
        found is { State: CaseState.Approved, ClosedAt: null, TakesEffectAt: null } && !approvals.Exists(x => x.UsedAt is null && x.EndedAt is null && now < x.ExpiresAt)
            ? CaseState.Submitted
            : found.State;
}
