using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Daypass.Server.Push;

/// <summary>
/// Encrypts what only the phone may read: RFC 8291, whose body is one record of RFC 8188 (aes128gcm). The push service between sees
/// its length and nothing else.
/// </summary>
internal static class PushMessage
{
    public const int AuthBytes = 16;
    private const int SaltBytes = 16;

    // RFC 8291, section 4: one record only; its size is no smaller than the message. All that is sent from here fits.
    private const int RecordSize = 4096;
    private const int TagBytes = 16;

    public static byte[] Encrypt(ReadOnlySpan<byte> plain, byte[] phoneKey, byte[] auth)
    {
        // RFC 8291, section 3.1: a key pair for this message alone.
        using var own = ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256);
        return Encrypt(plain, phoneKey, auth, own, RandomNumberGenerator.GetBytes(SaltBytes));
    }

    internal static byte[] Encrypt(ReadOnlySpan<byte> plain, byte[] phoneKey, byte[] auth, ECDiffieHellman own, byte[] salt)
    {
        using var phone = P256.Read(phoneKey) ?? throw new ArgumentException("This is no key of a phone.", nameof(phoneKey));
        var ownKey = P256.Bytes(own.ExportParameters(includePrivateParameters: false).Q);

        // Section 3.3: PRK_key = HKDF-Extract(auth_secret, ecdh_secret); IKM = HKDF-Expand(PRK_key, key_info, 32).
        using var phonePublic = phone.PublicKey;
        var secret = own.DeriveRawSecretAgreement(phonePublic);
        var keying = HKDF.DeriveKey(HashAlgorithmName.SHA256, secret, 32, auth, [.. "WebPush: info\0"u8, .. phoneKey, .. ownKey]);

        // Section 4: the server's key stands in the header as the key id.
        return OneRecord(plain, keying, salt, ownKey);
    }

    /// <summary>RFC 8188, section 2, with a single record.</summary>
    internal static byte[] OneRecord(ReadOnlySpan<byte> plain, byte[] keying, byte[] salt, byte[] keyId)
    {
        if (plain.Length + 1 + TagBytes > RecordSize)
        {
            throw new ArgumentException("This is too long for one record.", nameof(plain));
        }

        // Sections 2.2 and 2.3. The nonce of the first record is xored with zero.
        var key = HKDF.DeriveKey(HashAlgorithmName.SHA256, keying, 16, salt, "Content-Encoding: aes128gcm\0"u8.ToArray());
        var nonce = HKDF.DeriveKey(HashAlgorithmName.SHA256, keying, 12, salt, "Content-Encoding: nonce\0"u8.ToArray());

        // Section 2.1: salt, record size, length of the key id, key id.
        var header = SaltBytes + 4 + 1 + keyId.Length;
        var body = new byte[header + plain.Length + 1 + TagBytes];
        salt.CopyTo(body, 0);
        BinaryPrimitives.WriteInt32BigEndian(body.AsSpan(SaltBytes), RecordSize);
        body[SaltBytes + 4] = (byte)keyId.Length;
        keyId.CopyTo(body, SaltBytes + 5);

        // Section 2: the last record ends with 2, and here without padding: every message is the same.
        using var aes = new AesGcm(key, TagBytes);
        aes.Encrypt(nonce, [.. plain, 2], body.AsSpan(header, plain.Length + 1), body.AsSpan(body.Length - TagBytes));
        return body;
    }
}
