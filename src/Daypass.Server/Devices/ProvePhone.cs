using Daypass.Server.Approvals;
using Daypass.Server.Hosting;
using Daypass.Server.Hosting.Keys;
using Microsoft.EntityFrameworkCore;

namespace Daypass.Server.Devices;

internal abstract record ProvePhoneResult
{
    internal sealed record Proven(Guid DeviceId) : ProvePhoneResult;

    /// <summary>No pairing waits under this code any more.</summary>
    internal sealed record Unknown : ProvePhoneResult;

    internal sealed record BadSignature : ProvePhoneResult;
}

/// <summary>
/// A phone proves the key that it made, and hands over the secret of its offline codes. Signed along with both: the code, the login, the
/// name and this server's address. The code is used up; of two phones with the same one, one gets through. Nothing is paired by this:
/// the session that shows the code finishes it (<see cref="FinishPairing"/>).
/// </summary>
internal sealed class ProvePhone(Store store, TimeProvider clock, KeyedHash keyedHash, SecretBox box, PublicOrigin origin, LookAtPairing look)
{
    /// <param name="message">As it came: the values are what was signed.</param>
    public async Task<ProvePhoneResult> Run(PairingCode code, PhoneProof message)
    {
        if (await look.Run(code) is not { } pairing)
        {
            return new ProvePhoneResult.Unknown();
        }

        var text = SignedText.Pair(origin, pairing.Device, pairing.Account.Id, code.Reveal(), message.KeyText, message.SecretText, message.Name);
        if (!PhoneSignature.Fits(message.Key, text, message.Signature))
        {
            return new ProvePhoneResult.BadSignature();
        }

        return await store.WriteAcross(db => Prove(db, pairing.Device, code, message))
            ? new ProvePhoneResult.Proven(pairing.Device)
            : new ProvePhoneResult.Unknown();
    }

    private async Task<bool> Prove(DaypassDb db, Guid device, PairingCode code, PhoneProof message)
    {
        var now = clock.Now();
        var spellings = keyedHash.Spellings(KeyPurpose.PairingCode, Guid.Empty, code.Reveal());
        var secret = box.Seal(KeyPurpose.TotpSecret, device, message.Secret);
        var name = StartPairing.NameFrom(message.Name);
        return await PendingPairings.Of(db, now).Where(x => x.Id == device && spellings.Contains(x.PairingCode) && x.ProvenAt == null)
            .ExecuteUpdateAsync(set => set
                .SetProperty(x => x.PublicKey, message.Key)
                .SetProperty(x => x.Secret, secret)
                .SetProperty(x => x.Name, name)
                .SetProperty(x => x.ProvenAt, now)
                .SetProperty(x => x.PairingCode, (byte[]?)null)) == 1;
    }
}

/// <summary>What a phone says while it is paired, with the bytes that its words stand for.</summary>
internal sealed record PhoneProof(string Name, string KeyText, byte[] Key, string SecretText, byte[] Secret, string Signature)
{
    // RFC 4226, R6: 160 bits.
    private const int SecretLength = 20;

    /// <summary>Longer than any name that is kept; what is cut off is still signed.</summary>
    private const int LongestName = 200;

    /// <summary>Null: no key of the curve, no secret of this length, no name.</summary>
    public static PhoneProof? TryRead(string? name, string? key, string? secret, string? signature) =>
        name is { Length: <= LongestName } && PhoneSignature.TryReadKey(key) is { } point && Binary.TryRead(secret, SecretLength) is { } bytes && signature is not null
            ? new PhoneProof(name, key!, point, secret!, bytes, signature)
            : null;

    public override string ToString() => "***";
}
