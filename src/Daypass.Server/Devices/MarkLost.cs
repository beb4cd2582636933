using Daypass.Server.Audit;
using Daypass.Server.Codes;
using Daypass.Server.Sessions;

namespace Daypass.Server.Devices;

internal enum MarkLostResult { Done = 1, NotFound = 2, NotAllowed = 3 }

/// <summary>
/// Whoever may issue for a person may mark their device lost (D5): it is disconnected, all their sessions end, and without another
/// device MFA stays on until one is paired (D3).
/// </summary>
internal sealed class MarkLost(Store store, TimeProvider clock)
{
    public Task<MarkLostResult> Run(SignedIn by, Guid accountId, Guid deviceId) => store.Write(by.FirmId, async db =>
    {
        var (person, refusal) = await Acting.For(db, by, accountId);
        var now = clock.Now();
        if (person is null)
        {
            return refusal == ActRefusal.NotFound ? MarkLostResult.NotFound : MarkLostResult.NotAllowed;
        }

        return await LostDevice.Mark(db, now, person, deviceId, By.Person(by.AccountId)) is null ? MarkLostResult.NotFound : MarkLostResult.Done;
    });
}
