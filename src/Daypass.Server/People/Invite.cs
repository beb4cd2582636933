using Daypass.Server.Audit;
using Daypass.Server.Sessions;

namespace Daypass.Server.People;

internal enum ActResult
{
    Done = 1,
    NotFound = 2,
    NotAllowed = 3,

    /// <summary>The login is not in a state for it: invited already accepted, deactivated already deactivated.</summary>
    NotNow = 4,
}

/// <summary>Mails an invitation, or another one: the newest is the one that works (E3).</summary>
internal sealed class Invite(Store store, TimeProvider clock)
{
    public Task<ActResult> Run(SignedIn by, Guid accountId) => store.Write(by.FirmId, async db =>
    {
        var (person, refusal) = await Acting.For(db, by, accountId);
        if (person is null)
        {
            return refusal == ActRefusal.NotFound ? ActResult.NotFound : ActResult.NotAllowed;
        }

        if (person.State != AccountState.Invited)
        {
            return ActResult.NotNow;
        }

        await Invitations.Send(db, clock.Now(), person, By.Person(by.AccountId));
        return ActResult.Done;
    });
}
