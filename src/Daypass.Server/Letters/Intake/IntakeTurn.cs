using System.Security.Cryptography;
using System.Text;
using Daypass.Server.Hosting;
using Microsoft.EntityFrameworkCore;

namespace Daypass.Server.Letters.Intake;

/// <summary>
/// Which server reads the mailbox: one at a time takes the claim, by a conditional update, and holds it from message to message. A server
/// that died leaves a claim that ends by itself. The claim saves work; that a message is taken once is decided in <see cref="TakeMessage"/>.
/// </summary>
internal sealed class IntakeTurn(Store store, TimeProvider clock)
{
    /// <summary>Longer than a message takes, with room for clocks that disagree by seconds.</summary>
    public static readonly TimeSpan ClaimHolds = IntakeLimits.MessageTakesAtMost + TimeSpan.FromMinutes(1);

    /// <summary>The same mailbox has the same name on every server.</summary>
    public static string NameOf(IntakeOptions options) => Convert.ToHexStringLower(SHA256.HashData(
        Encoding.UTF8.GetBytes($"{options.Host?.ToLowerInvariant()}\n{options.User}\n{options.Folder}")).AsSpan(0, 16));

    /// <summary>Takes the turn; false where another server has it.</summary>
    public Task<bool> Take(string mailbox, Guid server) => store.Write(Guid.Empty, async db =>
    {
        var now = clock.Now();
        if (await db.IntakeMailboxes.AllAsync(x => x.Id != mailbox))
        {
            db.IntakeMailboxes.Add(new IntakeMailbox { Id = mailbox });
            await db.SaveChangesAsync();
        }

        return await db.IntakeMailboxes
            .Where(x => x.Id == mailbox && (x.ClaimedBy == server || x.ClaimedUntil == null || x.ClaimedUntil <= now))
            .ExecuteUpdateAsync(set => set.SetProperty(x => x.ClaimedBy, server).SetProperty(x => x.ClaimedUntil, now + ClaimHolds)) == 1;
    });

    /// <summary>The round went well.</summary>
    /// <param name="waiting">Messages that are still there.</param>
    public Task Leave(string mailbox, Guid server, int waiting) => store.Write(Guid.Empty, async db =>
    {
        var now = clock.Now();
        await Held(db, mailbox, server).ExecuteUpdateAsync(set => set
            .SetProperty(x => x.ReadAt, now).SetProperty(x => x.Waiting, waiting)
            .SetProperty(x => x.FailingSince, (DateTimeOffset?)null).SetProperty(x => x.Failure, (string?)null)
            .SetProperty(x => x.ClaimedUntil, (DateTimeOffset?)null));
    });

    public Task LeaveFailed(string mailbox, Guid server, string why) => store.Write(Guid.Empty, async db =>
    {
        var now = clock.Now();
        await Held(db, mailbox, server).ExecuteUpdateAsync(set => set
            .SetProperty(x => x.FailingSince, x => x.FailingSince ?? now).SetProperty(x => x.Failure, why)
            .SetProperty(x => x.ClaimedUntil, (DateTimeOffset?)null));
    });

    /// <summary>Nothing is known of how it went.</summary>
    public Task Release(string mailbox, Guid server) => store.Write(Guid.Empty, db =>
        Held(db, mailbox, server).ExecuteUpdateAsync(set => set.SetProperty(x => x.ClaimedUntil, (DateTimeOffset?)null)));

    private static IQueryable<IntakeMailbox> Held(DaypassDb db, string mailbox, Guid server) =>
        db.IntakeMailboxes.Where(x => x.Id == mailbox && x.ClaimedBy == server);
}
