using Microsoft.EntityFrameworkCore;

namespace Daypass.Server.Sessions;

/// <summary>
/// The turn of whoever asks. A request began with a session that was alive; with the login held it is looked at again, so that nobody
/// acts in a session that was ended in between (S3). With the number of a form that is answered once comes whether it was answered
/// before (reload, back, double click).
/// </summary>
internal static class Turns
{
    /// <summary>Whether a form of this number was answered before; null: the session is not open any more.</summary>
    private static readonly Compiled<Func<DaypassDb, Guid, Guid, Task<bool?>>> Answered = new(() => EF.CompileAsyncQuery((DaypassDb db, Guid session, Guid form) =>
        db.Sessions.Where(x => x.Id == session && x.EndedAt == null).Select(x => (bool?)db.Operations.Any(done => done.Id == form)).SingleOrDefault()));

    /// <summary>Takes the turn of the person who asks; null if meanwhile their session ended or their login was deactivated.</summary>
    public static async Task<Account?> OwnTurn(this DaypassDb db, SignedIn me) => (await db.OwnTurn(me, Guid.Empty)).Me;

    /// <summary>As <see cref="OwnTurn(DaypassDb, SignedIn)"/>, and whether the form was answered before.</summary>
    public static async Task<(Account? Me, bool AnsweredBefore)> OwnTurn(this DaypassDb db, SignedIn me, Guid form)
    {
        var (account, _, before) = await db.TurnToAct(me, me.AccountId, form);
        return (account, before);
    }

    /// <summary>Takes the turns of who acts and of whom they act for. The actor is null as in <see cref="OwnTurn(DaypassDb, SignedIn)"/>, the person if there is none.</summary>
    public static async Task<(Account? Actor, Account? Person)> TurnToAct(this DaypassDb db, SignedIn by, Guid personId)
    {
        var (actor, person, _) = await db.TurnToAct(by, personId, Guid.Empty);
        return (actor, person);
    }

    /// <summary>As <see cref="TurnToAct(DaypassDb, SignedIn, Guid)"/>, and whether the form was answered before.</summary>
    public static async Task<(Account? Actor, Account? Person, bool AnsweredBefore)> TurnToAct(this DaypassDb db, SignedIn by, Guid personId, Guid form)
    {
        var (actor, person) = await db.Lock(by.AccountId, personId);
        return actor is { State: AccountState.Active } && await Answered.On(db)(db, by.SessionId, form) is { } before
            ? (actor, person, before)
            : (null, person, false);
    }
}
