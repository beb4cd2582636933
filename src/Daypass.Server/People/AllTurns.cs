using Microsoft.EntityFrameworkCore;

namespace Daypass.Server.People;

/// <summary>
/// The turns of many logins at once, for a change of the firm's policy: a sign-in that read the old policy is over, and its session
/// there to be ended, before the change is made; one that comes later reads the new policy.
/// </summary>
internal static class AllTurns
{
    /// <summary>Of two that change the firm's settings, the second waits here, before it holds anybody.</summary>
    public static Task<Firm> Firm(DaypassDb db, Guid firm) => db.Firms.TagWith(HeldRows.Tag).SingleAsync(x => x.Id == firm);

    /// <summary>In the order of ids, as <see cref="AccountLock"/>, so that nobody waits in a circle.</summary>
    public static Task People(DaypassDb db, Guid firm, Kind[] kinds, Guid actor) =>
        db.Accounts.Where(x => x.FirmId == firm && (x.Id == actor || kinds.Contains(x.Kind))).OrderBy(x => x.Id).TagWith(HeldRows.Tag)
            .Select(x => x.Id).ToListAsync();
}
