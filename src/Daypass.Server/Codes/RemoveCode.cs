using Daypass.Server.Audit;
using Daypass.Server.Notifications;
using Daypass.Server.Sessions;

namespace Daypass.Server.Codes;

internal enum RemoveResult { Removed, NoneLive, NotAllowed, NotFound }

/// <summary>Removes a live code (C9): by whoever may issue for the person, or by the person from a session with a full second step.</summary>
internal sealed class RemoveCode(Store store, TimeProvider clock)
{
    public Task<RemoveResult> Run(SignedIn by, Guid accountId) => store.Write(by.FirmId, async db =>
    {
        var (actor, person) = await db.TurnToAct(by, accountId);
        if (actor is null || person is null)
        {
            return RemoveResult.NotFound;
        }

        var allowed = actor.Id == person.Id
            ? by.May(Ability.RemoveOwnCode)
            : by.May(Ability.ActForOthers) && Authority.MayActFor(actor.Standing(), person.Standing());
        return allowed ? await Remove(db, clock.Now(), person, By.Person(actor.Id)) : RemoveResult.NotAllowed;
    });

    /// <summary>The caller holds the person's account. The hold stays as it is (D3).</summary>
    internal static async Task<RemoveResult> Remove(DaypassDb db, DateTimeOffset now, Account person, By by)
    {
        if (await CodeEnder.EndLive(db, now, person, CodeState.Removed, by) is not { } code)
        {
            return RemoveResult.NoneLive;
        }

        await db.TellWithWatchers(now, NoticeKind.CodeRemoved, person, by, new Subject(Code: code.Id));
        return RemoveResult.Removed;
    }
}

/// <summary>Lifts C8's cap on typed codes: failures until now do not count any more. Recorded and told.</summary>
internal sealed class ReleaseTries(Store store, TimeProvider clock)
{
    public Task<bool> Run(SignedIn by, Guid accountId) => store.Write(by.FirmId, async db =>
    {
        var (actor, person) = await db.TurnToAct(by, accountId);
        if (actor is null || person is null || !by.May(Ability.ActForOthers) || !Authority.MayActFor(actor.Standing(), person.Standing()))
        {
            return false;
        }

        await Release(db, clock.Now(), person, By.Person(actor.Id));
        return true;
    });

    internal static async Task Release(DaypassDb db, DateTimeOffset now, Account person, By by)
    {
        person.CodeTriesSince = now;
        db.Record(now, person.FirmId, EventKind.TriesReleased, by, person.Id);
        await db.TellWithWatchers(now, NoticeKind.TriesReleased, person, by);
    }
}
