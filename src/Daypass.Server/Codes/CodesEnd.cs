using Daypass.Server.Hosting;

namespace Daypass.Server.Codes;

/// <summary>
/// Writes down that a code has expired. It was dead before, by the clock; written down it stays dead when the clock is set back. So
/// too one that seemed expired while the clock was ahead: what was refused once is not accepted later.
/// </summary>
internal sealed class CodesEnd(Store store, TimeProvider clock) : IChore
{
    public Task Do(CancellationToken stop)
    {
        var now = clock.Now();
        return store.WriteAcross(db => CodeEnder.WriteExpiryDown(db, now));
    }
}
