using System.Security.Cryptography;
using System.Text;
using Daypass.Server.Hosting.Keys;
using OtpNet;

namespace Daypass.Server.Codes;

/// <summary>
/// RFC 6238 with the recommendations of its section 5.2: one step of tolerance to either side, and one value works once. It says
/// which step fits; the caller's conditional update on <see cref="Authenticator.LastStep"/> decides between two at the same moment (Q18).
/// </summary>
internal sealed class TotpVerifier(SecretBox box)
{
    private const int StepSeconds = 30;
    private const int Tolerance = 1;

    /// <summary>The step that the digits belong to, later than any accepted before; null: wrong, or used already.</summary>
    public long? Verify(Authenticator device, TotpDigits digits, DateTimeOffset now)
    {
        if (device.Secret is null || box.Open(KeyPurpose.TotpSecret, device.Id, device.Secret) is not { } secret)
        {
            return null;
        }

        var typed = Encoding.ASCII.GetBytes(digits.Reveal());
        var totp = new Totp(secret, StepSeconds, OtpHashMode.Sha1, TotpDigits.Length);
        var current = now.ToUnixTimeSeconds() / StepSeconds;
        long? found = null;
        // Every step is computed, whichever fits: the time taken says nothing about the digits.
        for (var step = current - Tolerance; step <= current + Tolerance; step++)
        {
            var right = totp.ComputeTotp(DateTimeOffset.FromUnixTimeSeconds(step * StepSeconds).UtcDateTime);
            if (CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(right), typed) && step > device.LastStep)
            {
                found = step;
            }
        }

        return found;
    }
}
