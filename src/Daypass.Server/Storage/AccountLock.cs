using Microsoft.EntityFrameworkCore;

namespace Daypass.Server.Storage;

/// <summary>
/// Whoever changes a login's devices, codes, password or state takes its turn first: the account's row is held, and the next one waits
/// until this transaction ends. What is read after it is what the decision is made on.
/// </summary>
internal static class AccountLock
{
    private static readonly Compiled<Func<DaypassDb, Guid, Guid, IAsyncEnumerable<Account>>> Held = new(() => EF.CompileAsyncQuery((DaypassDb db, Guid first, Guid second) =>
        db.Accounts.Where(x => x.Id == first || x.Id == second).OrderBy(x => x.Id).AsNoTracking().TagWith(HeldRows.Tag)));

    /// <summary>Takes the turn and reads the account as it is now; null if there is no such login in this firm.</summary>
    public static async Task<Account?> Lock(this DaypassDb db, Guid accountId) => (await db.Lock(accountId, accountId)).First;

    /// <summary>Takes the turns of two logins, always in the order of ids so that two acts on each other never wait in a circle.</summary>
    public static async Task<(Account? First, Account? Second)> Lock(this DaypassDb db, Guid first, Guid second)
    {
        var held = await Held.On(db)(db, first, second).Select(x => Follow(db, x)).ToListAsync();
        return (held.Find(x => x.Id == first), held.Find(x => x.Id == second));
    }

    /// <summary>The account from here on: what changes in it is saved.</summary>
    private static Account Follow(DaypassDb db, Account account)
    {
        if (db.Accounts.Local.FindEntry(account.Id) is { } read)
        {
            // Read before the turn, so it may be old.
            read.OriginalValues.SetValues(account);
            read.CurrentValues.SetValues(account);
            read.State = EntityState.Unchanged;
            return read.Entity;
        }

        db.Accounts.Attach(account);
        return account;
    }
}
