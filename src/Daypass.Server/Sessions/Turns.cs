using Microsoft.EntityFrameworkCore;

namespace Daypass.Server.Sessions;

/// <summary>
/// The turn of whoever asks. A request began with a session that was alive; with the login held it is looked at again, so that nobody
/// acts in a session that was ended in between (S3).
/// </summary>
internal static class Turns
{
    private static readonly Compiled<Func<DaypassDb, Guid, Task<bool>>> IsOpen = new(() => EF.CompileAsyncQuery((DaypassDb db, Guid session) =>
        db.Sessions.Any(x => x.Id == session && x.EndedAt == null)));

    /// <summary>Takes the turn of the person who asks; null if meanwhile their session ended or their login was deactivated.</summary>
    public static async Task<Account?> OwnTurn(this DaypassDb db, SignedIn me) => await StillHere(db, me, await db.Lock(me.AccountId));

    /// <summary>Takes the turns of who acts and of whom they act for. The actor is null as in <see cref="OwnTurn"/>, the person if there is none.</summary>
    public static async Task<(Account? Actor, Account? Person)> TurnToAct(this DaypassDb db, SignedIn by, Guid personId)
    {
        var (actor, person) = await db.Lock(by.AccountId, personId);
        return (await StillHere(db, by, actor), person);
    }

    private static async Task<Account?> StillHere(DaypassDb db, SignedIn me, Account? account) =>
        account is { State: AccountState.Active } && await IsOpen.On(db)(db, me.SessionId) ? account : null;
}
