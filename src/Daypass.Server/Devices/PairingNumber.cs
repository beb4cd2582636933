using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Daypass.Server.Devices;

/// <summary>
/// Two digits, 10 to 99, that stand for a phone's key and its place among the devices. The phone reckons them itself (keys.js) and shows
/// them; the person compares, and so sees which phone has answered: whoever photographed the code may have been faster.
/// </summary>
internal static class PairingNumber
{
    public static string Of(byte[] publicKey, Guid device)
    {
        var hash = SHA256.HashData([.. publicKey, .. Encoding.UTF8.GetBytes(device.ToString("D"))]);
        return (10 + (BinaryPrimitives.ReadUInt32BigEndian(hash) % 90)).ToString(CultureInfo.InvariantCulture);
    }
}
