using Daypass.Server.Hosting.Keys;
using Microsoft.EntityFrameworkCore;

namespace Daypass.Server.Devices;

/// <summary>A login as its phone shows it.</summary>
internal sealed record PhoneAccount(Guid Id, string Name, string Email);

internal sealed record PhoneFirm(string Address, string Name, string Language);

/// <summary>What a phone is told of the pairing that its code stands for.</summary>
internal sealed record PairingView(Guid Device, PhoneAccount Account, PhoneFirm Firm, DateTimeOffset Expires);

/// <summary>
/// What a pairing code stands for; null: unknown, used or expired, in one answer. The phone knows nothing but the code, so that this is
/// the one look at a device across firms; 50 random bits that live ten minutes are not found by trying.
/// </summary>
internal sealed class LookAtPairing(Store store, TimeProvider clock, KeyedHash keyedHash)
{
    public async Task<PairingView?> Run(PairingCode code)
    {
        var now = clock.Now();
        var since = now - StartPairing.CodeLife;
        var spellings = keyedHash.Spellings(KeyPurpose.PairingCode, Guid.Empty, code.Reveal());
        var found = await store.ReadAcross(db => (
            from device in PendingPairings.Of(db, now)
            join account in db.Accounts on device.AccountId equals account.Id
            join firm in db.Firms on device.FirmId equals firm.Id
            where spellings.Contains(device.PairingCode) && device.Kind == AuthenticatorKind.Daypass && device.ProvenAt == null && device.CreatedAt > since
                && account.State == AccountState.Active
            select new { device.Id, device.CreatedAt, Account = new PhoneAccount(account.Id, account.Name, account.Email), Firm = new PhoneFirm(firm.Address, firm.Name, firm.Language) })
            .SingleOrDefaultAsync());
        return found is null ? null : new PairingView(found.Id, found.Account, found.Firm, found.CreatedAt + StartPairing.CodeLife);
    }
}
