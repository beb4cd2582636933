using Microsoft.EntityFrameworkCore;

namespace Daypass.Server.People;

/// <summary>
/// The turns of many logins at once, for a change of the firm's policy: a sign-in that read the old policy is over, and its session
/// there to be ended, before the change is made; one that comes later reads the new policy.
/// </summary>
internal static class AllTurns
{
    /// <summary>Of two that change the firm's settings, the second waits here, before it holds anybody.</summary>
    public static async Task<Firm> Firm(DaypassDb db, Guid firm)
    {
        await db.Firms.Where(x => x.Id == firm).ExecuteUpdateAsync(set => set.SetProperty(x => x.CreatedAt, x => x.CreatedAt));
        return await db.Firms.SingleAsync(x => x.Id == firm);
    }

    /// <summary>
    /// In the order of ids, as <see cref="AccountLock"/>, so that nobody waits in a circle. SQLite has one writer, whose turn it is already.
    /// </summary>
    public static async Task People(DaypassDb db, Guid firm, Kind[] kinds, Guid actor)
    {
        if (db.Database.IsNpgsql())
        {
            int[] wanted = [.. kinds.Select(x => (int)x)];
            await db.Database.ExecuteSqlAsync(
                $"select 1 from accounts where firm_id = {firm} and (id = {actor} or kind = any({wanted})) order by id for update");
        }
    }
}
