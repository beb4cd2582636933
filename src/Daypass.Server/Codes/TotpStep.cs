using Microsoft.EntityFrameworkCore;

namespace Daypass.Server.Codes;

/// <summary>One TOTP value, one success (Q18): the step that a device accepted last only moves forward, by a conditional update.</summary>
internal static class TotpStep
{
    /// <summary>False: this value, or a later one, was accepted before, or the device is not paired any more.</summary>
    public static async Task<bool> Take(DaypassDb db, DateTimeOffset now, Guid deviceId, long step) =>
        await db.Authenticators
            .Where(x => x.Id == deviceId && x.State == AuthenticatorState.Paired && x.LastStep < step)
            .ExecuteUpdateAsync(set => set.SetProperty(x => x.LastStep, step).SetProperty(x => x.LastUsedAt, now)) == 1;
}
