using Microsoft.EntityFrameworkCore;

namespace Daypass.Server.Letters.Intake;

/// <summary>
/// A message may bring down the whole process that reads it. So that this is not repeated at each start, it is written down and committed
/// that its reading begins, before a byte of it is looked at; what was begun twice and never ended is not read any more.
/// </summary>
internal sealed class ReadingTries(Store store, TimeProvider clock)
{
    public const int Most = 2;

    /// <summary>False: it is to be set aside.</summary>
    /// <param name="survived">This very process tried before and is still there: then it was not the message that ended one.</param>
    public Task<bool> Begin(string key, bool survived) => store.Write(Guid.Empty, async db =>
    {
        var begun = await db.IntakeTries.SingleOrDefaultAsync(x => x.Key == key);
        if (begun is { Tries: >= Most } && !survived)
        {
            return false;
        }

        if (begun is null)
        {
            db.IntakeTries.Add(begun = new IntakeTry { Key = key });
        }

        (begun.Tries, begun.At) = (survived ? 1 : begun.Tries + 1, clock.Now());
        return true;
    });

    /// <summary>It is read, or this process goes on without having read it.</summary>
    public Task End(string key) => store.Write(Guid.Empty, db => db.IntakeTries.Where(x => x.Key == key).ExecuteDeleteAsync());
}
