using Daypass.Server.Audit;
using Daypass.Server.Codes;
using Daypass.Server.Mfa;
using Daypass.Server.Notifications;
using Daypass.Server.Sessions;
using Microsoft.EntityFrameworkCore;

namespace Daypass.Server.People;

internal enum ChangePermissionsResult
{
    Done = 1,
    NotFound = 2,
    NotAllowed = 3,

    /// <summary>A fresh second step is needed first (W5).</summary>
    NeedsSecondStep = 4,
}

/// <summary>
/// Makes somebody an administrator or not, and grants or takes permissions (W5). Any change ends the person's live code, and the codes
/// that they issued for whom they may not act any more (C9). Losing a permission ends all their sessions, and where their policy
/// became required those without a second step (S3); where it became optional, MFA is held on for somebody without a device (D3).
/// </summary>
internal sealed class ChangePermissions(Store store, TimeProvider clock)
{
    public Task<ChangePermissionsResult> Run(SignedIn by, Guid accountId, bool isAdministrator, Permission permissions) => store.Write(by.FirmId, async db =>
    {
        var (actor, person) = await db.TurnToAct(by, accountId);
        var now = clock.Now();
        if (actor is null || !by.May(Ability.ChangePermissionsOrPolicy) || !actor.Standing().Administers)
        {
            return ChangePermissionsResult.NotAllowed;
        }

        if (person is null)
        {
            return ChangePermissionsResult.NotFound;
        }

        if (!Authority.MayChangePermissions(actor.Standing(), person.Standing()) || !Authority.MayGrant(actor.Standing(), permissions, isAdministrator))
        {
            return ChangePermissionsResult.NotAllowed;
        }

        if (!SessionRule.IsFresh(by.ConfirmedAt, now))
        {
            return ChangePermissionsResult.NeedsSecondStep;
        }

        if (person.IsAdministrator != isAdministrator || person.Permissions != permissions)
        {
            await Change(db, now, person, isAdministrator, permissions, By.Person(actor.Id));
        }

        return ChangePermissionsResult.Done;
    });

    private static async Task Change(DaypassDb db, DateTimeOffset now, Account person, bool isAdministrator, Permission permissions, By who)
    {
        var firm = await db.Firms.AsNoTracking().SingleAsync(x => x.Id == person.FirmId);
        var (before, policyBefore) = (person.Standing(), PolicyOf(firm, person));
        person.IsAdministrator = isAdministrator;
        person.Permissions = permissions;
        var (after, policyAfter) = (person.Standing(), PolicyOf(firm, person));
        db.Record(now, person.FirmId, EventKind.PermissionsChanged, who, person.Id, facts: new PermissionFacts(isAdministrator, permissions));

        await CodeEnder.EndLive(db, now, person, CodeState.PermissionsChanged, who);
        await CodeEnder.EndIssuedBy(db, now, person.Id, other => !Authority.MayActFor(after, other.Standing()), who);
        if ((before.Holds & ~after.Holds) != Permission.None || (before.Administers && !after.Administers))
        {
            await SessionEnder.End(db, now, person, SessionEnd.PermissionsChanged, who);
        }
        else if (policyBefore == Policy.Optional && policyAfter == Policy.Required)
        {
            await SessionEnder.End(db, now, person, SessionEnd.PermissionsChanged, who, sessions => sessions.Where(x => x.Kind == SessionKind.PasswordOnly));
        }

        if ((after.Holds & ~before.Holds) != Permission.None)
        {
            // N11: who may act for others now waits 24 hours; a session that a mailbox proof opened before does not get around it.
            await SessionEnder.End(db, now, person, SessionEnd.PermissionsChanged, who, sessions => sessions.Where(x => x.Kind == SessionKind.MailboxProof));
        }

        if (policyBefore == Policy.Required && policyAfter == Policy.Optional)
        {
            Holding.Set(db, now, person, HoldRule.AfterPolicyBecameOptional(new Hold(person.HoldUntil), await Holding.PairedOf(db, person), now), who);
        }

        db.Tell(now, NoticeKind.PermissionsChanged, person, who);
        await db.TellAdministrators(now, NoticeKind.PermissionsChanged, person, who);
    }

    private static Policy PolicyOf(Firm firm, Account person) =>
        EffectivePolicy.For(firm.StaffPolicy, firm.ClientPolicy, person.Kind, person.IsAdministrator, person.Permissions);
}
