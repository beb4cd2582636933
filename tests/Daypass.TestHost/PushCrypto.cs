using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Daypass.TestHost;

/// <summary>What a server says of itself to a push service (RFC 8292).</summary>
/// <param name="Key">The public key that signed it, in base64url.</param>
public sealed record VapidToken(string Audience, DateTimeOffset Expires, string Subject, string Key);

/// <summary>The other side's reading of the specifications, written apart from the server's: by HMAC alone, and refusing what is not as it must be.</summary>
public static class PushCrypto
{
    /// <summary>Opens a message as the phone does: RFC 8291, section 4, and RFC 8188, section 2.</summary>
    public static byte[] Open(byte[] body, ECDiffieHellman phone, byte[] phoneKey, byte[] auth)
    {
        var (salt, recordSize, idLength) = (body[..16], BinaryPrimitives.ReadUInt32BigEndian(body.AsSpan(16)), body[20]);
        var serverKey = body[21..(21 + idLength)];
        var record = body[(21 + idLength)..];
        Must(idLength == 65 && serverKey[0] == 4, "the key id is no P-256 key");
        Must(record.Length <= recordSize && record.Length > 17, "a message is one record");

        using var server = ECDiffieHellman.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, Q = new ECPoint { X = serverKey[1..33], Y = serverKey[33..] } });
        var secret = phone.DeriveRawSecretAgreement(server.PublicKey);
        var prk = Hmac(auth, secret);
        byte[] info = [.. Encoding.ASCII.GetBytes("WebPush: info"), 0, .. phoneKey, .. serverKey];
        return Record(record, salt, Hmac(prk, [.. info, 1]));
    }

    /// <summary>One record, the last.</summary>
    public static byte[] Record(byte[] record, byte[] salt, byte[] keying)
    {
        var prk = Hmac(salt, keying);
        var key = Hmac(prk, [.. Encoding.ASCII.GetBytes("Content-Encoding: aes128gcm"), 0, 1])[..16];
        var nonce = Hmac(prk, [.. Encoding.ASCII.GetBytes("Content-Encoding: nonce"), 0, 1])[..12];
        var plain = new byte[record.Length - 16];
        using var aes = new AesGcm(key, 16);
        aes.Decrypt(nonce, record.AsSpan(0, plain.Length), record.AsSpan(plain.Length), plain);
        var end = Array.FindLastIndex(plain, x => x != 0);
        Must(end >= 0 && plain[end] == 2, "the last record ends with 2");
        return plain[..end];
    }

    /// <summary>Reads and verifies an Authorization header: RFC 8292, sections 2 and 3.</summary>
    public static VapidToken Verify(string authorization)
    {
        Must(authorization.StartsWith("vapid ", StringComparison.Ordinal), "the scheme is vapid");
        var parts = authorization[6..].Split(',').Select(x => x.Trim().Split('=', 2)).ToDictionary(x => x[0], x => x[1], StringComparer.Ordinal);
        var (jwt, key) = (parts["t"].Split('.'), Base64Url.DecodeFromChars(parts["k"]));
        Must(jwt.Length == 3, "a token has three parts");
        // A fixed SubjectPublicKeyInfo of P-256 (RFC 5480) before the point.
        using var ecdsa = ECDsa.Create();
        ecdsa.ImportSubjectPublicKeyInfo([.. Convert.FromHexString("3059301306072A8648CE3D020106082A8648CE3D030107034200"), .. key], out _);
        Must(ecdsa.VerifyData(Encoding.ASCII.GetBytes($"{jwt[0]}.{jwt[1]}"), Base64Url.DecodeFromChars(jwt[2]), HashAlgorithmName.SHA256), "the signature fits");
        var header = JsonDocument.Parse(Base64Url.DecodeFromChars(jwt[0])).RootElement;
        Must(header.GetProperty("alg").GetString() == "ES256", "the algorithm is ES256");
        var claims = JsonDocument.Parse(Base64Url.DecodeFromChars(jwt[1])).RootElement;
        return new VapidToken(
            claims.GetProperty("aud").GetString()!, DateTimeOffset.FromUnixTimeSeconds(claims.GetProperty("exp").GetInt64()), claims.GetProperty("sub").GetString()!, parts["k"]);
    }

    private static byte[] Hmac(byte[] key, byte[] message) => HMACSHA256.HashData(key, message);

    private static void Must(bool itIs, string rule)
    {
        if (!itIs)
        {
            throw new CryptographicException($"Not as it must be: {rule}.");
        }
    }
}
