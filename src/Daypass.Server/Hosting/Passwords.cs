using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using NSec.Cryptography;

namespace Daypass.Server.Hosting;

/// <summary>What one password hash costs. Replaced in tests and benchmarks only, through the container.</summary>
internal sealed record PasswordCost(int MemoryKiB, int Passes)
{
    /// <summary>OWASP's first choice for Argon2id; one lane. About 40 ms.</summary>
    public static readonly PasswordCost Default = new(MemoryKiB: 19 * 1024, Passes: 2);
}

/// <summary>
/// Argon2id. A password is brought to NFKC first, so that keyboards that spell it differently agree (NIST SP 800-63B, 3.1.1.2).
/// Stored as Base64 of:
/// <code>
/// byte 0        version, 1
/// bytes 1-4     memory in KiB, big-endian
/// byte 5        passes
/// byte 6        lanes, 1
/// bytes 7-22    salt
/// bytes 23-54   hash
/// </code>
/// Slow by design: call it within <see cref="HashLanes"/>.
/// </summary>
internal sealed class Passwords
{
    private const byte Version = 1;
    private const int SaltAt = 7;
    private const int HashAt = SaltAt + 16;
    private const int Length = HashAt + 32;

    private readonly PasswordCost _cost;
    private readonly byte[] _decoy;

    public Passwords(PasswordCost cost)
    {
        _cost = cost;
        _decoy = Blank();
        RandomNumberGenerator.Fill(_decoy.AsSpan(HashAt));
    }

    public string Hash(string password)
    {
        var stored = Blank();
        Compute(stored, password).CopyTo(stored, HashAt);
        return Convert.ToBase64String(stored);
    }

    /// <summary>Whether the password is right. Without a hash (no such login, no password yet) the same work is done, and the answer is no (P1).</summary>
    public bool Verify(string? hash, string password)
    {
        var stored = hash is null ? null : Parse(hash);
        var against = stored ?? _decoy;
        return CryptographicOperations.FixedTimeEquals(Compute(against, password), against.AsSpan(HashAt)) & stored is not null;
    }

    /// <summary>Whether a hash was made at another cost than today's: after a right password, hash anew.</summary>
    public bool NeedsRehash(string hash) => Parse(hash) is not { } stored || !stored.AsSpan(0, SaltAt).SequenceEqual(_decoy.AsSpan(0, SaltAt));

    private byte[] Blank()
    {
        var stored = new byte[Length];
        stored[0] = Version;
        BinaryPrimitives.WriteInt32BigEndian(stored.AsSpan(1), _cost.MemoryKiB);
        stored[5] = checked((byte)_cost.Passes);
        stored[6] = 1;
        RandomNumberGenerator.Fill(stored.AsSpan(SaltAt, 16));
        return stored;
    }

    private static byte[] Compute(byte[] stored, string password)
    {
        var argon2 = PasswordBasedKeyDerivationAlgorithm.Argon2id(new Argon2Parameters
        {
            MemorySize = BinaryPrimitives.ReadInt32BigEndian(stored.AsSpan(1)),
            NumberOfPasses = stored[5],
            DegreeOfParallelism = stored[6],
        });
        var bytes = Encoding.UTF8.GetBytes(Spelling(password));
        try
        {
            return argon2.DeriveBytes(bytes, stored.AsSpan(SaltAt, 16), Length - HashAt);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(bytes);
        }
    }

    // What is no text cannot be normalised and was never accepted as a password: it is hashed as it is, to the same refusal as any wrong one.
    private static string Spelling(string password) => PasswordRule.Normalise(password) ?? password;

    private static byte[]? Parse(string hash)
    {
        var stored = new byte[Length];
        return Convert.TryFromBase64String(hash, stored, out var length) && length == Length && stored[0] == Version ? stored : null;
    }
}
