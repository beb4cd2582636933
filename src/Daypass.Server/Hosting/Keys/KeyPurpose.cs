using System.Text;

namespace Daypass.Server.Hosting.Keys;

/// <summary>What a key is for. Each purpose has a key of its own, so that a value made for one is worthless for another.</summary>
internal enum KeyPurpose { TemporaryCode = 1, BackupCode, TotpSecret, KeyRing, KnownBrowser, PairingCode, PushSubscription, PushKey, DeliveryPhrase }

internal static class KeyPurposes
{
    /// <summary>The label from which HKDF derives the key. Never changed: what was made under it would be lost.</summary>
    public static byte[] Label(this KeyPurpose purpose) => Encoding.ASCII.GetBytes("daypass/1/" + purpose switch
    {
        KeyPurpose.TemporaryCode => "temporary-code",
        KeyPurpose.BackupCode => "backup-code",
        KeyPurpose.TotpSecret => "totp-secret",
        KeyPurpose.KeyRing => "key-ring",
        KeyPurpose.KnownBrowser => "known-browser",
        KeyPurpose.PairingCode => "pairing-code",
        KeyPurpose.PushSubscription => "push-subscription",
        KeyPurpose.PushKey => "push-key",
        KeyPurpose.DeliveryPhrase => "delivery-phrase",
        _ => throw new ArgumentOutOfRangeException(nameof(purpose)),
    });
}
