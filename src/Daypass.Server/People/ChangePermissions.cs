using Daypass.Server.Audit;
using Daypass.Server.Notifications;
using Daypass.Server.Sessions;

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
/// Makes somebody an administrator or not, and grants or takes permissions (W5). What it brings with it: <see cref="RoleChange"/>.
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
            await RoleChange.Apply(db, now, person, x => (x.IsAdministrator, x.Permissions) = (isAdministrator, permissions), By.Person(actor.Id));
            db.Tell(now, NoticeKind.PermissionsChanged, person, By.Person(actor.Id));
            await db.TellAdministrators(now, NoticeKind.PermissionsChanged, person, By.Person(actor.Id));
        }

        return ChangePermissionsResult.Done;
    });
}
