using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Daypass.Server.Hosting;

namespace Daypass.Server.Push;

/// <summary>Says to a push service who is sending: the Authorization header of RFC 8292.</summary>
internal sealed class VapidHeader(PublicOrigin origin)
{
    // Section 2: at most 24 hours. Half of it forgives a clock that is wrong by hours.
    private static readonly TimeSpan Life = TimeSpan.FromHours(12);

    /// <summary>
    /// Section 2.1 leaves <c>sub</c> open; Mozilla's and Apple's push services refuse a message without one, or with one that is neither
    /// https: nor mailto:. The public origin is where whoever runs this can be found. Over plain http, on this machine only, a name must do.
    /// </summary>
    private readonly string _subject = origin.IsHttps ? origin.ToString() : $"mailto:daypass@{origin.Host.Host}";

    public string For(Uri endpoint, PushKey key, DateTimeOffset now) => For(endpoint.GetLeftPart(UriPartial.Authority), _subject, key, now + Life);

    internal static string For(string audience, string subject, PushKey key, DateTimeOffset expires)
    {
        // Section 2: ES256, and aud is the origin of the endpoint.
        var signed = Signed(audience, subject, expires);
        using var ecdsa = ECDsa.Create(key.Parameters);
        var signature = ecdsa.SignData(Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);

        // Section 3.
        return $"vapid t={signed}.{Binary.Write(signature)}, k={key.Public}";
    }

    internal static string Signed(string audience, string subject, DateTimeOffset expires)
    {
        var claims = JsonSerializer.SerializeToUtf8Bytes(new { aud = audience, exp = expires.ToUnixTimeSeconds(), sub = subject });
        return $"{Binary.Write("""{"typ":"JWT","alg":"ES256"}"""u8)}.{Binary.Write(claims)}";
    }
}
