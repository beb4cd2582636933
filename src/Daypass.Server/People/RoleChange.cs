using Daypass.Server.Audit;
using Daypass.Server.Codes;
using Daypass.Server.Mfa;
using Daypass.Server.Sessions;
using Microsoft.EntityFrameworkCore;

namespace Daypass.Server.People;

/// <summary>
/// What a change of somebody's permissions or role brings with it. It ends the person's live code, and the codes that they issued for whom
/// they may not act any more (C9). Losing a permission ends all their sessions, and where their policy became required those without a
/// second step (S3); where it became optional, MFA is held on for somebody without a device (D3).
/// </summary>
internal static class RoleChange
{
    /// <summary>The caller holds the login, and tells of it.</summary>
    public static async Task Apply(DaypassDb db, DateTimeOffset now, Account person, Action<Account> change, By who)
    {
        var firm = await db.Firms.AsNoTracking().SingleAsync(x => x.Id == person.FirmId);
        var (before, policyBefore) = (person.Standing(), PolicyOf(firm, person));
        change(person);
        var (after, policyAfter) = (person.Standing(), PolicyOf(firm, person));
        db.Record(now, person.FirmId, EventKind.PermissionsChanged, who, person.Id, facts: new PermissionFacts(person.IsAdministrator, person.Permissions));

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
    }

    private static Policy PolicyOf(Firm firm, Account person) =>
        EffectivePolicy.For(firm.StaffPolicy, firm.ClientPolicy, person.Kind, person.IsAdministrator, person.Permissions);
}
