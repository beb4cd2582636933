using Daypass.Server.Audit;
using Microsoft.EntityFrameworkCore;

namespace Daypass.Server.Sessions;

/// <summary>
/// Ends sessions (S3). Every request reads its session's row, so that an end holds on every server from the next request on.
/// </summary>
internal static class SessionEnder
{
    /// <summary>Ends those of the account's sessions that <paramref name="which"/> picks; says how many.</summary>
    public static async Task<int> End(DaypassDb db, DateTimeOffset now, Account account, SessionEnd reason, By by,
        Func<IQueryable<Session>, IQueryable<Session>>? which = null)
    {
        var open = db.Sessions.Where(x => x.AccountId == account.Id && x.EndedAt == null && x.ExpiresAt > now);
        var ended = await (which is null ? open : which(open))
            .ExecuteUpdateAsync(set => set.SetProperty(x => x.EndedAt, now).SetProperty(x => x.End, reason));
        if (ended > 0)
        {
            db.Record(now, account.FirmId, EventKind.SessionEnded, by, account.Id, facts: new SessionEndFacts(reason, ended));
        }

        // A sign-in under way dies with the sessions: its password step was before whatever happened now.
        await db.SignInAttempts.Where(x => x.AccountId == account.Id && x.DoneAt == null)
            .ExecuteUpdateAsync(set => set.SetProperty(x => x.DoneAt, now));
        return ended;
    }
}
