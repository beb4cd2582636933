using Daypass.Server.Audit;

namespace Daypass.Server.People;

/// <summary>
/// W2: moves the role of primary administrator. Whichever way it comes about, by hand from inside the firm or on a case, it happens here.
/// The old one stays an administrator.
/// </summary>
internal static class PrimaryRole
{
    /// <summary>The caller holds both logins, and tells of it.</summary>
    public static async Task Move(DaypassDb db, DateTimeOffset now, Account from, Account to, By who)
    {
        await RoleChange.Apply(db, now, from, x => (x.IsPrimary, x.IsAdministrator, x.Permissions) = (false, true, Permission.Both), who);
        // Never two: the database refuses it. So the old one is written first.
        await db.SaveChangesAsync();
        await RoleChange.Apply(db, now, to, x => (x.IsPrimary, x.IsAdministrator, x.Permissions) = (true, true, Permission.Both), who);
    }
}
