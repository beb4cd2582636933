using System.Security.Cryptography;

namespace Daypass.Domain;

/// <summary>
/// What a phone is paired with: ten characters of Crockford's base 32, which has no I, L, O and U; read from a screen and typed where
/// the camera does not help. 50 random bits: good once, for ten minutes.
/// </summary>
public sealed class PairingCode : Secret
{
    public const int Length = 10;

    private const string Alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    private PairingCode(string code)
        : base(code)
    {
    }

    public static PairingCode New() => new(RandomNumberGenerator.GetString(Alphabet, Length));

    /// <summary>By Crockford's rules: case, spaces and hyphens mean nothing, O is 0, I and L are 1. Null: no such code.</summary>
    public static PairingCode? TryRead(string? typed)
    {
        var code = TypedText.Squeeze(typed).ToUpperInvariant().Replace('O', '0').Replace('I', '1').Replace('L', '1');
        return code.Length == Length && code.All(Alphabet.Contains) ? new PairingCode(code) : null;
    }

    /// <summary>"K7QFM-2XWPD"</summary>
    public string Groups() => $"{Reveal()[..5]}-{Reveal()[5..]}";
}
