using System.Security.Cryptography;

namespace Daypass.Server.Push;

/// <summary>Points of the curve P-256 in the 65 bytes that Web Push uses: 4, x, y (X9.62, uncompressed).</summary>
internal static class P256
{
    public const int PointBytes = 65;
    private const byte Uncompressed = 4;

    public static byte[] Bytes(ECPoint point) => [Uncompressed, .. point.X!, .. point.Y!];

    /// <summary>A public key; null for what is no point of the curve.</summary>
    public static ECDiffieHellman? Read(ReadOnlySpan<byte> point)
    {
        if (point.Length != PointBytes || point[0] != Uncompressed)
        {
            return null;
        }

        try
        {
            return ECDiffieHellman.Create(new ECParameters
            {
                Curve = ECCurve.NamedCurves.nistP256,
                Q = new ECPoint { X = point[1..33].ToArray(), Y = point[33..].ToArray() },
            });
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
