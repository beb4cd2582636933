using System.Collections.Concurrent;
using System.Numerics;
using System.Security.Cryptography;
using Daypass.Server.Hosting;
using Daypass.Server.Hosting.Keys;

namespace Daypass.Server.Push;

/// <summary>A P-256 key that this Daypass shows itself with to push services (RFC 8292).</summary>
/// <param name="Public">65 bytes in base64url, as a browser takes it for <c>applicationServerKey</c>.</param>
internal sealed record PushKey(string KeyId, string Public, ECParameters Parameters)
{
    public override string ToString() => Public;
}

/// <summary>
/// The push keys, one to each key of the key file and derived from it: nothing to make, to keep or to set. A phone subscribes with the
/// newest; what subscribed with an older one is served with that, so a rotation breaks nothing.
/// </summary>
internal sealed class PushKeys(KeyFile keys)
{
    // FIPS 186-5, A.2.1: 64 bits more than the order has make the remainder even enough.
    private const int SeedBytes = 40;

    /// <summary>The order of the curve's base point (SP 800-186, 3.2.1.3).</summary>
    private static readonly BigInteger Order =
        new(Convert.FromHexString("FFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551"), isUnsigned: true, isBigEndian: true);

    private readonly ConcurrentDictionary<string, PushKey> _made = new(StringComparer.Ordinal);

    /// <summary>The key to subscribe with.</summary>
    public string CurrentPublicKey
    {
        get
        {
            var (id, seed) = keys.Current(KeyPurpose.PushKey);
            return From(id, seed).Public;
        }
    }

    /// <summary>The key of a subscription; null if it is lost.</summary>
    public PushKey? Find(string keyId) => keys.Find(keyId, KeyPurpose.PushKey) is { } seed ? From(keyId, seed) : null;

    /// <summary>The key that a phone says it subscribed with; null if it is none of this Daypass.</summary>
    public PushKey? FindPublic(string publicKey) => keys.All(KeyPurpose.PushKey).Select(x => From(x.KeyId, x.Key)).FirstOrDefault(x => x.Public == publicKey);

    private PushKey From(string id, byte[] seed) => _made.GetOrAdd(id, _ => Make(id, seed));

    private static PushKey Make(string id, byte[] seed)
    {
        // FIPS 186-5, A.2.1: d = (c mod (n - 1)) + 1.
        var wide = new BigInteger(HKDF.Expand(HashAlgorithmName.SHA256, seed, SeedBytes, "P-256"u8.ToArray()), isUnsigned: true, isBigEndian: true);
        var d = ((wide % (Order - 1)) + 1).ToByteArray(isUnsigned: true, isBigEndian: true);
        using var key = ECDsa.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, D = [.. new byte[32 - d.Length], .. d] });
        var whole = key.ExportParameters(includePrivateParameters: true);
        return new PushKey(id, Binary.Write(P256.Bytes(whole.Q)), whole);
    }
}
