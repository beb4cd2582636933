using System.Security.Cryptography;
using System.Text;

namespace Daypass.Server.Hosting.Keys;

/// <summary>
/// Encrypts what must be read again: TOTP secrets, the key ring. AES-256-GCM under a key of the key file.
/// <code>
/// byte 0        version, 1
/// bytes 1-8     key id, ASCII
/// bytes 9-20    nonce, random
/// bytes 21-36   tag
/// from 37       ciphertext, as long as the plaintext
/// </code>
/// Authenticated along with it, but not stored: bytes 0-8, and the 16 bytes of whom it belongs to, so that a box moved to another
/// row does not open.
/// </summary>
internal sealed class SecretBox(KeyFile keys)
{
    private const byte Version = 1;
    private const int KeyIdLength = 8;
    private const int NonceAt = 1 + KeyIdLength;
    private const int TagAt = NonceAt + 12;
    private const int TextAt = TagAt + 16;

    public byte[] Seal(KeyPurpose purpose, Guid owner, ReadOnlySpan<byte> plain)
    {
        var (keyId, key) = keys.Current(purpose);
        var box = new byte[TextAt + plain.Length];
        box[0] = Version;
        Encoding.ASCII.GetBytes(keyId, box.AsSpan(1, KeyIdLength));
        RandomNumberGenerator.Fill(box.AsSpan(NonceAt, 12));
        using var aes = new AesGcm(key, tagSizeInBytes: 16);
        aes.Encrypt(box.AsSpan(NonceAt, 12), plain, box.AsSpan(TextAt), box.AsSpan(TagAt, 16), AlongWith(box, owner));
        return box;
    }

    /// <summary>The plaintext; null where the key is lost, the box is damaged or belongs to another.</summary>
    public byte[]? Open(KeyPurpose purpose, Guid owner, ReadOnlySpan<byte> box)
    {
        if (box.Length < TextAt || box[0] != Version || keys.Find(KeyIdOf(box), purpose) is not { } key)
        {
            return null;
        }

        var plain = new byte[box.Length - TextAt];
        using var aes = new AesGcm(key, tagSizeInBytes: 16);
        try
        {
            aes.Decrypt(box.Slice(NonceAt, 12), box[TextAt..], box.Slice(TagAt, 16), plain, AlongWith(box, owner));
            return plain;
        }
        catch (AuthenticationTagMismatchException)
        {
            return null;
        }
    }

    private static string KeyIdOf(ReadOnlySpan<byte> box) => Encoding.ASCII.GetString(box.Slice(1, KeyIdLength));

    private static byte[] AlongWith(ReadOnlySpan<byte> box, Guid owner) => [.. box[..NonceAt], .. owner.ToByteArray(bigEndian: true)];
}
