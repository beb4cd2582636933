using System.Text.Json;
using Daypass.Server.Hosting;
using Daypass.Server.Hosting.Keys;

namespace Daypass.Server.Push;

/// <summary>Where and how a phone is woken, as its browser gave it. The endpoint is a secret: whoever knows it may try to wake the phone.</summary>
/// <param name="P256dh">The phone's key for messages, 65 bytes.</param>
/// <param name="Auth">16 bytes that only the phone and this server know.</param>
/// <param name="KeyId">Of the key file's key whose push key it subscribed with.</param>
internal sealed record PushSubscription(Uri Endpoint, byte[] P256dh, byte[] Auth, string KeyId)
{
    public override string ToString() => Endpoint.IdnHost;
}

/// <summary>Reads subscriptions from phones, and keeps them: JSON in a <c>SecretBox</c> of the device, in <c>Authenticator.Push</c>.</summary>
internal sealed class PushSubscriptions(PushAddress addresses, PushKeys keys, SecretBox box)
{
    private sealed record Kept(string Endpoint, byte[] P256dh, byte[] Auth, string Key);

    /// <summary>From what a phone sends; null where something of it cannot be.</summary>
    /// <param name="key">The push key that it subscribed with.</param>
    public PushSubscription? Read(string endpoint, string p256dh, string auth, string key)
    {
        if (addresses.Read(endpoint) is not { } uri || Binary.TryRead(p256dh, P256.PointBytes) is not { } phoneKey
            || Binary.TryRead(auth, PushMessage.AuthBytes) is not { } secret || keys.FindPublic(key) is not { } known)
        {
            return null;
        }

        using var point = P256.Read(phoneKey);
        return point is null ? null : new PushSubscription(uri, phoneKey, secret, known.KeyId);
    }

    public byte[] Seal(Guid device, PushSubscription subscription) => box.Seal(KeyPurpose.PushSubscription, device, JsonSerializer.SerializeToUtf8Bytes(
        new Kept(subscription.Endpoint.AbsoluteUri, subscription.P256dh, subscription.Auth, subscription.KeyId)));

    /// <summary>What was kept, and the push key it is served with; null where a key is lost: the phone must subscribe anew.</summary>
    public (PushSubscription Subscription, PushKey Key)? Open(Guid device, byte[] push) =>
        box.Open(KeyPurpose.PushSubscription, device, push) is { } json
        && JsonSerializer.Deserialize<Kept>(json) is { } kept && addresses.Read(kept.Endpoint) is { } uri && keys.Find(kept.Key) is { } key
            ? (new PushSubscription(uri, kept.P256dh, kept.Auth, kept.Key), key)
            : null;

    /// <summary>Whether the phone can be woken, and subscribed with the newest key; if not, it should subscribe (again).</summary>
    public bool IsCurrent(Guid device, byte[]? push) => push is not null && Open(device, push) is { Key.Public: var key } && key == keys.CurrentPublicKey;
}
