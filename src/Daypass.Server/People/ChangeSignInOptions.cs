using Daypass.Server.Audit;
using Daypass.Server.Notifications;
using Daypass.Server.Sessions;
using Microsoft.EntityFrameworkCore;

namespace Daypass.Server.People;

internal enum ChangeSignInOptionsResult
{
    Done = 1,
    NotAllowed = 2,

    /// <summary>A fresh second step is needed first (W5).</summary>
    NeedsSecondStep = 3,

    /// <summary>C2: 10 minutes to 24 hours.</summary>
    LifeOutOfBounds = 4,
}

/// <summary>
/// Changes the firm's policies and its settings for codes (W5). A policy that becomes required ends the sessions without a second step
/// (S3); one that becomes optional holds MFA on for those of its kind without a device (D3). Codes that are live keep their life.
/// </summary>
internal sealed class ChangeSignInOptions(Store store, TimeProvider clock)
{
    public async Task<ChangeSignInOptionsResult> Run(SignedIn by, Policy staffPolicy, Policy clientPolicy, int codeLifeMinutes, bool oneTimeCodes)
    {
        if (!by.May(Ability.ChangePermissionsOrPolicy) || !Authority.MayChangePolicy(by.Standing))
        {
            return ChangeSignInOptionsResult.NotAllowed;
        }

        if (!CodeLife.MayBe(TimeSpan.FromMinutes(codeLifeMinutes)) || !Enum.IsDefined(staffPolicy) || !Enum.IsDefined(clientPolicy))
        {
            return ChangeSignInOptionsResult.LifeOutOfBounds;
        }

        return SessionRule.IsFresh(by.ConfirmedAt, clock.Now())
            ? await store.Write(by.FirmId, db => Change(db, by, staffPolicy, clientPolicy, codeLifeMinutes, oneTimeCodes))
            : ChangeSignInOptionsResult.NeedsSecondStep;
    }

    private async Task<ChangeSignInOptionsResult> Change(DaypassDb db, SignedIn by, Policy staffPolicy, Policy clientPolicy, int codeLifeMinutes, bool oneTimeCodes)
    {
        var firm = await AllTurns.Firm(db, by.FirmId);
        Kind[] changed = [
            .. firm.StaffPolicy != staffPolicy ? [Kind.Staff] : Array.Empty<Kind>(),
            .. firm.ClientPolicy != clientPolicy ? [Kind.Client] : Array.Empty<Kind>(),
        ];
        await AllTurns.People(db, by.FirmId, changed, by.AccountId);
        var actor = await db.OwnTurn(by);
        var (now, who) = (clock.Now(), By.Person(by.AccountId));
        if (actor is null || !Authority.MayChangePolicy(actor.Standing()))
        {
            return ChangeSignInOptionsResult.NotAllowed;
        }

        if (firm.CodeLifeMinutes != codeLifeMinutes || firm.OneTimeCodes != oneTimeCodes)
        {
            (firm.CodeLifeMinutes, firm.OneTimeCodes) = (codeLifeMinutes, oneTimeCodes);
            db.Record(now, firm.Id, EventKind.CodeSettingsChanged, who, facts: new CodeSettingsFacts(codeLifeMinutes, oneTimeCodes));
        }

        if (changed.Length == 0)
        {
            return ChangeSignInOptionsResult.Done;
        }

        (firm.StaffPolicy, firm.ClientPolicy) = (staffPolicy, clientPolicy);
        db.Record(now, firm.Id, EventKind.PolicyChanged, who, facts: new PolicyFacts(staffPolicy, clientPolicy));
        foreach (var kind in changed)
        {
            await (EffectivePolicy.For(staffPolicy, clientPolicy, kind, false, Permission.None) == Policy.Required
                ? EndSessionsWithoutSecondStep(db, now, firm.Id, kind, who)
                : HoldMfaOn(db, now, firm.Id, kind, who));
        }

        await db.TellWithWatchers(now, NoticeKind.PolicyChanged, actor, who);
        return ChangeSignInOptionsResult.Done;
    }

    private static async Task EndSessionsWithoutSecondStep(DaypassDb db, DateTimeOffset now, Guid firm, Kind kind, By who)
    {
        var ended = await db.Sessions
            .Where(x => x.Kind == SessionKind.PasswordOnly && x.EndedAt == null && x.ExpiresAt > now && db.Accounts.Any(a => a.Id == x.AccountId && a.Kind == kind))
            .ExecuteUpdateAsync(set => set.SetProperty(x => x.EndedAt, now).SetProperty(x => x.End, SessionEnd.PolicyChanged));
        if (ended > 0)
        {
            db.Record(now, firm, EventKind.SessionEnded, who, facts: new SessionEndFacts(SessionEnd.PolicyChanged, ended));
        }
    }

    /// <summary>
    /// <see cref="HoldRule.AfterPolicyBecameOptional"/> for everybody at once: without a device now, and either once had one, or never
    /// did and has a hold that is over.
    /// </summary>
    private static async Task HoldMfaOn(DaypassDb db, DateTimeOffset now, Guid firm, Kind kind, By who)
    {
        var concerned = db.Accounts.Where(x =>
            x.Kind == kind && !x.IsAdministrator && (kind == Kind.Client || x.Permissions == Permission.None)
            && !db.Authenticators.Any(d => d.AccountId == x.Id && d.State == AuthenticatorState.Paired)
            && (x.EverPaired ? x.HoldUntil != Hold.OpenEnd : x.HoldUntil <= now));
        foreach (var person in await concerned.Select(x => x.Id).ToListAsync())
        {
            db.Record(now, firm, EventKind.HoldSet, who, person, facts: new HoldFacts(Hold.OpenEnd));
        }

        await concerned.ExecuteUpdateAsync(set => set
            .SetProperty(x => x.HoldUntil, Hold.OpenEnd)
            .SetProperty(x => x.HoldAnnounced, (DateTimeOffset?)null));
    }
}
