using System.Security.Cryptography;
using Daypass.Server.Hosting.Keys;
using OtpNet;

namespace Daypass.Server.Hosting;

/// <summary>The secret that a TOTP app shares with Daypass (RFC 6238): 160 random bits. Shown once, while pairing.</summary>
internal sealed class TotpSecret
{
    // RFC 4226, R6: 160 bits are recommended.
    private const int Bytes = 20;

    private readonly byte[] _bytes;

    private TotpSecret(byte[] bytes) => _bytes = bytes;

    /// <summary>One that was stored, to be shown again to whoever is pairing it.</summary>
    public static TotpSecret From(byte[] stored) => new(stored);

    public static TotpSecret New() => new(RandomNumberGenerator.GetBytes(Bytes));

    /// <summary>For the database, in a <c>SecretBox</c>.</summary>
    public byte[] Reveal() => _bytes;

    /// <summary>For typing where no camera is at hand: base 32 in groups of four.</summary>
    public string Groups() => string.Join(' ', Base32Encoding.ToString(_bytes).TrimEnd('=').Chunk(4).Select(x => new string(x)));

    /// <summary>
    /// What the QR code says, by Google Authenticator's Key URI Format. SHA-1, 6 digits and 30 seconds are its defaults, and the only
    /// values that every app keeps.
    /// </summary>
    public Uri OtpAuth(string firmName, string email)
    {
        // A colon separates the two parts of the label.
        var issuer = firmName.Replace(':', ' ');
        return new Uri($"otpauth://totp/{Uri.EscapeDataString(issuer)}:{Uri.EscapeDataString(email)}"
            + $"?secret={Base32Encoding.ToString(_bytes).TrimEnd('=')}&issuer={Uri.EscapeDataString(issuer)}&algorithm=SHA1&digits=6&period=30");
    }

    public override string ToString() => "***";
}
