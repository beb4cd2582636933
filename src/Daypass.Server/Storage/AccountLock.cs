using Microsoft.EntityFrameworkCore;

namespace Daypass.Server.Storage;

/// <summary>
/// Whoever changes a login's devices, codes, password or state takes its turn first: an update of the account's row, which makes
/// the next one wait until this transaction ends. What is read after it is what the decision is made on.
/// </summary>
internal static class AccountLock
{
    /// <summary>Takes the turn and reads the account as it is now; null if there is no such login in this firm.</summary>
    public static async Task<Account?> Lock(this DaypassDb db, Guid accountId)
    {
        var found = await db.Accounts.Where(x => x.Id == accountId).ExecuteUpdateAsync(set => set.SetProperty(x => x.Turn, x => x.Turn + 1));
        if (found == 0)
        {
            return null;
        }

        if (db.Accounts.Local.FindEntry(accountId) is { } read)
        {
            // Read before the turn, so it may be old: look again.
            await read.ReloadAsync();
            return read.Entity;
        }

        return await db.Accounts.SingleAsync(x => x.Id == accountId);
    }

    /// <summary>Takes the turns of two logins, always in the same order so that two acts on each other never wait in a circle.</summary>
    public static async Task<(Account? First, Account? Second)> Lock(this DaypassDb db, Guid first, Guid second)
    {
        if (first.CompareTo(second) <= 0)
        {
            var a = await db.Lock(first);
            return (a, first == second ? a : await db.Lock(second));
        }

        var b = await db.Lock(second);
        return (await db.Lock(first), b);
    }
}
