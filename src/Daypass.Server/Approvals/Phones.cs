using Microsoft.EntityFrameworkCore;

namespace Daypass.Server.Approvals;

/// <summary>A paired phone of an active login.</summary>
internal sealed record Phone(Authenticator Device, Account Account);

internal static class Phones
{
    public static IQueryable<Authenticator> Paired(DaypassDb db) =>
        db.Authenticators.Where(x => x.Kind == AuthenticatorKind.Daypass && x.State == AuthenticatorState.Paired);

    /// <summary>Null where it is not paired any more, or its login not active.</summary>
    public static async Task<Phone?> Find(DaypassDb db, Guid deviceId)
    {
        var found = await (
            from device in Paired(db)
            join account in db.Accounts on device.AccountId equals account.Id
            where device.Id == deviceId && account.State == AccountState.Active
            select new { device, account }).AsNoTracking().SingleOrDefaultAsync();
        return found is null ? null : new Phone(found.device, found.account);
    }
}
