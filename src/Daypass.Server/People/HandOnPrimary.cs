using Daypass.Server.Audit;
using Daypass.Server.Mfa;
using Daypass.Server.Notifications;
using Daypass.Server.Sessions;

namespace Daypass.Server.People;

internal enum HandOnResult
{
    Done = 1,

    /// <summary>No such login in this firm.</summary>
    NotFound = 2,
    NotAllowed = 3,

    /// <summary>The other cannot sign in with a second step now.</summary>
    NotReady = 4,

    /// <summary>A fresh second step is needed first.</summary>
    NeedsSecondStep = 5,
}

/// <summary>
/// W2: the primary administrator hands the role on to another administrator, at once. Old, new and all administrators are told. A hand-over
/// that support has under notice takes the role from somebody who has it no more, and ends: see <c>Cases/HandOver.cs</c>.
/// </summary>
internal sealed class HandOnPrimary(Store store, TimeProvider clock)
{
    public Task<HandOnResult> Run(SignedIn by, Guid accountId, HandOnReason reason) => store.Write(by.FirmId, async db =>
    {
        // Both turns: of two that hand it on, and of one that does and one that deactivates the other, the second sees what the first did.
        var (primary, other) = await db.TurnToAct(by, accountId);
        if (primary is null || !by.May(Ability.ChangePermissionsOrPolicy) || !primary.IsPrimary)
        {
            return HandOnResult.NotAllowed;
        }

        if (other is null)
        {
            return HandOnResult.NotFound;
        }

        var now = clock.Now();
        switch (HandOnRule.WhyNot(primary.Standing(), other.Standing(), other.State, await Holding.PairedOf(db, other), by.ConfirmedAt, now))
        {
            case HandOnRefusal.NotAllowed: return HandOnResult.NotAllowed;
            case HandOnRefusal.NotReady: return HandOnResult.NotReady;
            case HandOnRefusal.SecondStepNotFresh: return HandOnResult.NeedsSecondStep;
        }

        var who = By.Person(primary.Id);
        await PrimaryRole.Move(db, now, primary, other, who);
        db.Record(now, by.FirmId, EventKind.PrimaryHandedOver, who, other.Id, facts: new HandOnFacts(reason));
        await db.TellWithWatchers(now, NoticeKind.PrimaryHandedOn, other, who);
        return HandOnResult.Done;
    });
}
