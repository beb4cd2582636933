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

    /// <summary>Whether a form of this number was answered before; null: the session is not open any more.</summary>
    private static readonly Compiled<Func<DaypassDb, Guid, Guid, Task<bool?>>> Answered = new(() => EF.CompileAsyncQuery((DaypassDb db, Guid session, Guid operation) =>
        db.Sessions.Where(x => x.Id == session && x.EndedAt == null).Select(x => (bool?)db.Operations.Any(form => form.Id == operation)).SingleOrDefault()));

    /// <summary>Takes the turn of the person who asks; null if meanwhile their session ended or their login was deactivated.</summary>
    public static async Task<Account?> OwnTurn(this DaypassDb db, SignedIn me) => await StillHere(db, me, await db.Lock(me.AccountId));

    /// <summary>Takes the turns of who acts and of whom they act for. The actor is null as in <see cref="OwnTurn"/>, the person if there is none.</summary>
    public static async Task<(Account? Actor, Account? Person)> TurnToAct(this DaypassDb db, SignedIn by, Guid personId)
    {
        var (actor, person) = await db.Lock(by.AccountId, personId);
        return (await StillHere(db, by, actor), person);
    }

    /// <summary>As the other, with a form that is answered once: whether it was answered before (reload, back, double click).</summary>
    public static async Task<(Account? Me, bool AnsweredBefore)> OwnTurn(this DaypassDb db, SignedIn me, Guid operation)
    {
        var (account, _, before) = await db.TurnToAct(me, me.AccountId, operation);
        return (account, before);
    }

    /// <summary>As the other, with a form that is answered once: whether it was answered before (reload, back, double click).</summary>
    public static async Task<(Account? Actor, Account? Person, bool AnsweredBefore)> TurnToAct(this DaypassDb db, SignedIn by, Guid personId, Guid operation)
    {
        var (actor, person) = await db.Lock(by.AccountId, personId);
        var before = actor is { State: AccountState.Active } ? await Answered.On(db)(db, by.SessionId, operation) : null;
        return (before is null ? null : actor, person, before is true);
    }

    private static async Task<Account?> StillHere(DaypassDb db, SignedIn me, Account? account) =>
        account is { State: AccountState.Active } && await IsOpen.On(db)(db, me.SessionId) ? account : null;
}
