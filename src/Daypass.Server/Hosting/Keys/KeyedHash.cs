using System.Security.Cryptography;
using System.Text;

namespace Daypass.Server.Hosting.Keys;

/// <summary>What is stored of a code: its HMAC, and the id of the key that made it (C7).</summary>
internal readonly record struct Keyed(string KeyId, byte[] Mac);

/// <summary>
/// HMAC-SHA256 under a key of the key file, over the 16 bytes of whom it belongs to and the text in UTF-8. Bound to its owner, so one
/// person's stored code never fits another; compared in constant time.
/// </summary>
internal sealed class KeyedHash(KeyFile keys)
{
    private static readonly byte[] NoKey = new byte[32];

    public Keyed Make(KeyPurpose purpose, Guid owner, string text)
    {
        var (keyId, key) = keys.Current(purpose);
        return new Keyed(keyId, Mac(key, owner, text));
    }

    /// <summary>What <paramref name="text"/> may be stored as, by every key: for what is looked up by its hash and has no key id beside it.</summary>
    public byte[][] Spellings(KeyPurpose purpose, Guid owner, string text) => [.. keys.All(purpose).Select(x => Mac(x.Key, owner, text))];

    /// <summary>Whether <paramref name="text"/> is what was stored. Costs the same when nothing is stored or the key is lost: then it is false.</summary>
    public bool Matches(KeyPurpose purpose, string? keyId, byte[]? mac, Guid owner, string text)
    {
        var key = keyId is null ? null : keys.Find(keyId, purpose);
        var computed = Mac(key ?? NoKey, owner, text);
        return CryptographicOperations.FixedTimeEquals(computed, mac ?? NoKey) & key is not null & mac is not null;
    }

    private static byte[] Mac(byte[] key, Guid owner, string text)
    {
        var message = new byte[16 + Encoding.UTF8.GetByteCount(text)];
        owner.TryWriteBytes(message, bigEndian: true, out _);
        Encoding.UTF8.GetBytes(text, message.AsSpan(16));
        return HMACSHA256.HashData(key, message);
    }
}
