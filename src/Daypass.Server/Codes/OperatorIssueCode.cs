using Daypass.Server.Audit;
using Daypass.Server.Hosting;
using Daypass.Server.Hosting.Keys;
using Microsoft.EntityFrameworkCore;

namespace Daypass.Server.Codes;

/// <summary>
/// W4: where an installation has no support desk, the operator issues for a firm's primary administrator on the command line.
/// Recorded and told like any other.
/// </summary>
internal sealed class OperatorIssueCode(Store store, TimeProvider clock, KeyedHash keyedHash)
{
    /// <param name="firmAddress">The firm's address part.</param>
    /// <param name="reason">C10: required here too.</param>
    /// <param name="release">Also lifts C8's cap.</param>
    public async Task<IssueResult> Run(string firmAddress, CodeReason reason, string? reasonText, bool release)
    {
        var firm = await store.ReadAcross(db => db.Firms.AsNoTracking().SingleOrDefaultAsync(x => x.Address == firmAddress));
        if (firm is null)
        {
            return new IssueResult.NotFound();
        }

        return await store.Write<IssueResult>(firm.Id, async db =>
        {
            var primary = await db.Accounts.AsNoTracking().SingleOrDefaultAsync(x => x.IsPrimary);
            if (primary is null || await db.Lock(primary.Id) is not { } person)
            {
                return new IssueResult.NotFound();
            }

            var now = clock.Now();
            // Whoever could start the executable could otherwise pass by the letter, the call back and the second person (H3, H4). A desk is
            // there as long as somebody is not retired: to reset its only agent must not open this way.
            if (await db.SupportAgents.AnyAsync(x => x.State != AgentState.Retired))
            {
                return IssueCode.Refuse(db, now, By.Operator, person, RefusalToIssue.SupportDesk);
            }

            if (release)
            {
                await ReleaseTries.Release(db, now, person, By.Operator);
                await db.SaveChangesAsync();
            }

            return await IssueCode.Issue(db, now, keyedHash, person, By.Operator, reason, reasonText);
        });
    }
}
