using Daypass.Server.Hosting;
using Daypass.Server.Letters.Intake;
using Microsoft.EntityFrameworkCore;

namespace Daypass.Server.Letters;

/// <summary>
/// What was put away was sent to the desk by mistake, or to do harm: its content goes after 30 days, the line about it stays. Lines of what
/// was refused go as well, since anybody can make them: those of 30 days ago, and the oldest of very many.
/// </summary>
internal sealed class ForgetPutAway(Store store, TimeProvider clock) : IChore
{
    public static readonly TimeSpan Kept = TimeSpan.FromDays(30);

    public Task Do(CancellationToken stop)
    {
        var now = clock.Now();
        return store.Write(Guid.Empty, async db =>
        {
            var due = db.CaseLetters.Where(x => x.State == LetterState.PutAway && x.PurgedAt == null && x.PutAwayAt <= now - Kept).Select(x => x.Id);
            await db.LetterContents.Where(x => due.Contains(x.Id)).ExecuteDeleteAsync(stop);
            await db.LetterPages.Where(x => due.Contains(x.LetterId)).ExecuteDeleteAsync(stop);
            await db.CaseLetters.Where(x => due.Contains(x.Id)).ExecuteUpdateAsync(set => set.SetProperty(x => x.PurgedAt, now), stop);
            await db.CaseLetters.Where(x => x.State == LetterState.Refused && x.ReceivedAt <= now - Kept).ExecuteDeleteAsync(stop);
            var beyond = await db.CaseLetters.Where(x => x.State == LetterState.Refused).OrderByDescending(x => x.ReceivedAt)
                .Skip(IntakeLimits.RefusedKept).Select(x => (DateTimeOffset?)x.ReceivedAt).FirstOrDefaultAsync(stop);
            await db.CaseLetters.Where(x => x.State == LetterState.Refused && x.ReceivedAt <= beyond).ExecuteDeleteAsync(stop);
            await db.IntakeTries.Where(x => x.At <= now - Kept).ExecuteDeleteAsync(stop);
        });
    }
}
