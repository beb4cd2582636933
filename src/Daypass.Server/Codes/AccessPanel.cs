using Daypass.Server.Mfa;
using Daypass.Server.Sessions;
using Microsoft.EntityFrameworkCore;

namespace Daypass.Server.Codes;

internal sealed record PanelDevice(Guid Id, AuthenticatorKind Kind, string Name, DateTimeOffset PairedAt, DateTimeOffset? LastUsedAt, DateTimeOffset? LastSeenAt);

/// <summary>Everything about a live code but the digits.</summary>
internal sealed record PanelCode(DateTimeOffset IssuedAt, string? IssuedBy, CodeReason Reason, string? ReasonText, DateTimeOffset ExpiresAt, int Uses, DateTimeOffset? LastUsedAt, bool OneTime, bool Spent, int TriesLeft)
{
    public ActorKind Issuer { get; init; }
}

internal sealed record PanelPerson(Guid Id, Kind Kind, AccountState State, string Name, string Email, string? Phone, bool IsAdministrator, bool IsPrimary, Permission Permissions,
    DateTimeOffset? InvitedAt, DateTimeOffset? AcceptedAt, DateTimeOffset? DeactivatedAt, DateTimeOffset? LastSignInAt, DateTimeOffset? MailRefusedAt);

/// <summary>What the viewer may do here; a link that is not allowed is not shown (W1), and refused anyway.</summary>
internal sealed record PanelRights(bool MayAct, bool MayChangePermissions)
{
    public bool MayRemove { get; init; }

    /// <summary>W2: the primary role, to this person.</summary>
    public bool MayHandOn { get; init; }
}

/// <summary>A person's access, as whoever may act for them sees it.</summary>
internal sealed record AccessPanelView(
    PanelPerson Person, MfaFacts Facts, NextStep NextStep, IReadOnlyList<PanelDevice> Devices, PanelCode? Code,
    RefusalToIssue? Refusal, DateTimeOffset? CapUntil, AfterCode? After, DateTimeOffset? CodeWouldEnd, DateTimeOffset? MfaTurnsOffAt, bool OneTime, TimeSpan Life,
    DateTimeOffset? ContactChangedAt, string? ContactChangedBy, MailboxWait? MailboxWait, PanelRights Rights)
{
    /// <summary>Until when no code can be issued, where that is a question of time (C8, C15).</summary>
    public DateTimeOffset? RefusedUntil { get; init; }

    /// <summary>When somebody said "this was not me" of late (T2).</summary>
    public DateTimeOffset? UndoneAt { get; init; }
}

/// <summary>Reads the panel. Null: no such person in this firm, or nobody that the viewer may manage (W1).</summary>
internal sealed class AccessPanel(Store store, TimeProvider clock)
{
    /// <summary>How long a change of email or phone is marked, and a recovery that was undone.</summary>
    private static readonly TimeSpan Recent = TimeSpan.FromDays(30);

    public Task<AccessPanelView?> Run(SignedIn by, Guid accountId) => store.Read(by.FirmId, async db =>
    {
        var now = clock.Now();
        var account = await db.Accounts.AsNoTracking().SingleOrDefaultAsync(x => x.Id == accountId);
        if (account is null || !by.May(Ability.ActForOthers) || !Authority.MayManage(by.Standing, account.Kind))
        {
            return null;
        }

        return await Read(db, now, account, by.AccountId, Issuing.RefusedToIssuer(by.Standing, account.Standing()), new PanelRights(
            Authority.MayActFor(by.Standing, account.Standing()),
            account.State != AccountState.Deactivated && Authority.MayChangePermissions(by.Standing, account.Standing()))
        {
            MayHandOn = HandOnRule.MayBeOffered(by.Standing, account.Standing()),
        });
    });

    /// <summary>The panel of a login that the viewer may see; support sees the same (H5).</summary>
    /// <param name="toIssuer">Why the viewer may not issue for this login, whatever its state; null: they may.</param>
    internal static async Task<AccessPanelView> Read(DaypassDb db, DateTimeOffset now, Account account, Guid issuerId, RefusalToIssue? toIssuer, PanelRights rights)
    {
        var accountId = account.Id;
        var (firm, facts) = await FactsForNextStep.ReadWithFirm(db, account, now);
        var code = await CodeEnder.Live(db, now, accountId);
        var names = await Names(db, code?.IssuedBy, account.ContactChangedBy);
        var capUntil = await CodeTries.CapUntil(db, account, now);
        var life = IssueCode.LifeIn(firm);
        (RefusalToIssue Why, DateTimeOffset? Until)? refused = toIssuer is { } no
            ? (no, null)
            : await IssueCode.WhyNot(db, now, account, facts, firm, issuerId);
        var refusal = refused?.Why;
        var (after, ends, turnsOff) = refusal is null or RefusalToIssue.TooManyForPerson or RefusalToIssue.TooManyByIssuer ? AfterIssuing(facts, now, life) : (null, null, null);
        return new AccessPanelView(
            new PanelPerson(account.Id, account.Kind, account.State, account.Name, account.Email, account.Phone, account.IsAdministrator, account.IsPrimary, account.Permissions,
                account.InvitedAt, account.AcceptedAt, account.DeactivatedAt, account.LastSignInAt, account.MailRefusedAt),
            facts,
            NextStepRule.Decide(facts, now),
            await db.Authenticators.AsNoTracking().Where(x => x.AccountId == accountId && x.State == AuthenticatorState.Paired).OrderBy(x => x.PairedAt)
                .Select(x => new PanelDevice(x.Id, x.Kind, x.Name, x.PairedAt!.Value, x.LastUsedAt, x.LastSeenAt)).ToListAsync(),
            code is null ? null : new PanelCode(code.IssuedAt, code.IssuedBy is { } issuer ? names.GetValueOrDefault(issuer) : null, code.Reason, code.ReasonText, code.ExpiresAt,
                code.Uses, code.LastUsedAt, code.OneTime, code.State == CodeState.Spent, Math.Max(0, TryCap.PerCode - code.Taken)) { Issuer = code.IssuerKind },
            refusal, capUntil, after, ends, turnsOff, firm.OneTimeCodes, life,
            account.ContactChangedAt > now - Recent ? account.ContactChangedAt : null,
            account.ContactChangedBy is { } changer ? names.GetValueOrDefault(changer) : null,
            await MailboxProof.Waiting(db, account, now),
            rights with { MayRemove = rights.MayAct && code is not null, MayHandOn = rights.MayHandOn && HandOnRule.IsReady(account.State, facts.Paired) })
        {
            RefusedUntil = refused?.Until,
            UndoneAt = await db.SecurityEvents.Where(x => x.AccountId == accountId && x.Kind == EventKind.RecoveryUndone && x.At > now - Recent)
                .OrderByDescending(x => x.Id).Select(x => (DateTimeOffset?)x.At).FirstOrDefaultAsync(),
        };
    }

    /// <summary>C12: what will happen when a code issued now ends, from the functions that decide it.</summary>
    private static (AfterCode?, DateTimeOffset?, DateTimeOffset?) AfterIssuing(MfaFacts facts, DateTimeOffset now, TimeSpan life)
    {
        var ends = CodeLife.ExpiresAt(now, life);
        var hold = HoldRule.AfterCodeIssued(facts.Hold, facts.Paired, new IssuedCode(now, ends));
        var afterwards = facts with { LiveCodeEnds = ends, Hold = hold };
        return (AfterCodeRule.WhatHappens(afterwards, ends), ends, AfterCodeRule.MfaTurnsOffAt(afterwards));
    }

    private static async Task<Dictionary<Guid, string>> Names(DaypassDb db, params Guid?[] ids)
    {
        var wanted = ids.OfType<Guid>().ToArray();
        return wanted.Length == 0 ? [] : await db.Accounts.AsNoTracking().Where(x => wanted.Contains(x.Id)).ToDictionaryAsync(x => x.Id, x => x.Name);
    }
}
