using Daypass.Server.Sessions;
using Microsoft.EntityFrameworkCore;

namespace Daypass.Server.Devices;

internal static class OwnTurnAtLock
{
    /// <summary>Takes the turn of the person who asks; null if meanwhile their session ended or their login was deactivated.</summary>
    public static async Task<Account?> OwnTurn(this DaypassDb db, SignedIn me)
    {
        var account = await db.Lock(me.AccountId);
        return account is { State: AccountState.Active } && await db.Sessions.AnyAsync(x => x.Id == me.SessionId && x.EndedAt == null)
            ? account
            : null;
    }
}
