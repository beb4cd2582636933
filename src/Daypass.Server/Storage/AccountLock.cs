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
        // One statement that updates and reads. The model's filter cannot be put around it, so the firm is asked for here.
        var found = await db.Accounts.FromSql(
            $"update accounts set turn = turn + 1 where id = {accountId} and ({db.AcrossFirms} or firm_id = {db.CurrentFirm}) returning *")
            .IgnoreQueryFilters().AsNoTracking().ToListAsync();
        if (found is not [var account])
        {
            return null;
        }

        if (db.Accounts.Local.FindEntry(accountId) is { } read)
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
