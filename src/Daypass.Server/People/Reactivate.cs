using Daypass.Server.Audit;
using Daypass.Server.Mfa;
using Daypass.Server.Sessions;

namespace Daypass.Server.People;

/// <summary>
/// Lets a deactivated person come back (E3): by a new invitation, with a new password. Earlier devices do not come back, and a login that
/// ever paired counts as formerly paired, with MFA held on until it pairs again.
/// </summary>
internal sealed class Reactivate(Store store, TimeProvider clock)
{
    public Task<ActResult> Run(SignedIn by, Guid accountId) => store.Write(by.FirmId, async db =>
    {
        var (person, refusal) = await Acting.For(db, by, accountId);
        if (person is null)
        {
            return refusal == ActRefusal.NotFound ? ActResult.NotFound : ActResult.NotAllowed;
        }

        if (person.State != AccountState.Deactivated)
        {
            return ActResult.NotNow;
        }

        var (now, who) = (clock.Now(), By.Person(by.AccountId));
        person.State = AccountState.Invited;
        person.DeactivatedAt = null;
        person.AcceptedAt = null;
        person.PasswordHash = null;
        person.PasswordSetAt = null;
        person.PasswordIsLong = false;
        db.Record(now, person.FirmId, EventKind.Reactivated, who, person.Id);
        Holding.Set(db, now, person, HoldRule.AfterReactivation(new Hold(person.HoldUntil), await Holding.PairedOf(db, person)), who);
        await Invitations.Send(db, now, person, who);
        return ActResult.Done;
    });
}
