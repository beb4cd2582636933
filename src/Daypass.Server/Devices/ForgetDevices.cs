using Daypass.Server.Hosting;
using Daypass.Server.Notifications;
using Microsoft.EntityFrameworkCore;

namespace Daypass.Server.Devices;

/// <summary>
/// Forgets what pairing left behind: secrets that were shown and never proven, and those of devices disconnected through a code, once
/// "this was not me" can bring them back no more (T2: 7 days after the code's end).
/// </summary>
internal sealed class ForgetDevices(Store store, TimeProvider clock) : IChore
{
    private static readonly TimeSpan Every = TimeSpan.FromMinutes(10);
    private DateTimeOffset _last;

    public async Task Do(CancellationToken stop)
    {
        var now = clock.Now();
        if (now - _last < Every)
        {
            return;
        }

        _last = now;
        var (unproven, undoable) = (now - StartPairing.Life, now - LinkTokens.NotMeLife);
        await store.WriteAcross(async db =>
        {
            await db.Authenticators.Where(x => x.State == AuthenticatorState.Pending && x.CreatedAt <= unproven).ExecuteDeleteAsync(stop);
            await db.Authenticators
                .Where(x => x.State == AuthenticatorState.Disconnected && x.Secret != null
                    && !db.TemporaryCodes.Any(code => code.Id == x.EndedThroughCode && code.ExpiresAt > undoable))
                .ExecuteUpdateAsync(set => set.WipeKeys(), stop);
        });
    }
}
