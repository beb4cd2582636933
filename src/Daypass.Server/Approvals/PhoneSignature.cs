using System.Security.Cryptography;
using Daypass.Server.Hosting;

namespace Daypass.Server.Approvals;

/// <summary>
/// Whether a phone said it: ECDSA on P-256 with SHA-256 over a <see cref="SignedText"/>. The signature is 64 bytes, r and s, as WebCrypto
/// makes it; the key the 65 bytes of the uncompressed point (SEC 1, section 2.3.3).
/// </summary>
internal static class PhoneSignature
{
    /// <summary>How far the phone's clock may be from the server's, to either side.</summary>
    public static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(2);

    private const int KeyLength = 65;
    private const int SignatureLength = 64;

    /// <summary>A key as it comes in JSON; null where it is no point of the curve.</summary>
    public static byte[]? TryReadKey(string? text)
    {
        if (Binary.TryRead(text, KeyLength) is not { } key || Import(key) is not { } point)
        {
            return null;
        }

        point.Dispose();
        return key;
    }

    /// <summary>False too where there is no key any more, or the signature has not the form of one.</summary>
    public static bool Fits(byte[]? key, SignedText text, string? signature)
    {
        if (key is null || text.Bytes() is not { } bytes || Binary.TryRead(signature, SignatureLength) is not { } signed)
        {
            return false;
        }

        using var point = Import(key);
        return point?.VerifyData(bytes, signed, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation) == true;
    }

    /// <summary>Whether a signed time is near enough to now that the message is no old one sent again.</summary>
    /// <param name="time">Milliseconds since 1970.</param>
    public static bool IsInTime(long time, DateTimeOffset now) =>
        time >= (now - Tolerance).ToUnixTimeMilliseconds() && time <= (now + Tolerance).ToUnixTimeMilliseconds();

    private static ECDsa? Import(byte[] key)
    {
        if (key is not [4, ..] || key.Length != KeyLength)
        {
            return null;
        }

        try
        {
            return ECDsa.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, Q = new ECPoint { X = key[1..33], Y = key[33..] } });
        }
        catch (CryptographicException)
        {
            // Not on the curve.
            return null;
        }
    }
}
