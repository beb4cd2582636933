using System.Security.Cryptography;
using System.Text;
using Daypass.Server.Hosting.Keys;
using OtpNet;

namespace Daypass.Server.Hosting;

/// <summary>
/// RFC 6238 with the recommendations of its section 5.2: one step of tolerance to either side, and one value works once. It says
/// which step fits; the caller's update of the last step accepted, conditional or under a lock, decides between two at the same moment (Q18).
/// </summary>
internal sealed class TotpVerifier(SecretBox box)
{
    private const int StepSeconds = 30;
    private const int Tolerance = 1;

    /// <inheritdoc cref="Verify(Guid, byte[], long, TotpDigits, DateTimeOffset)"/>
    public long? Verify(Authenticator device, TotpDigits digits, DateTimeOffset now) => Verify(device.Id, device.Secret, device.LastStep, digits, now);

    /// <summary>The step that the digits belong to, later than any accepted before; null: wrong, or used already.</summary>
    /// <param name="owner">Whose secret it is: a device, or an agent of the support desk.</param>
    /// <param name="sealedSecret">As it is stored; null: there is none.</param>
    /// <param name="lastStep">The last step accepted.</param>
    public long? Verify(Guid owner, byte[]? sealedSecret, long lastStep, TotpDigits digits, DateTimeOffset now)
    {
        if (sealedSecret is null || box.Open(KeyPurpose.TotpSecret, owner, sealedSecret) is not { } secret)
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
            if (CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(right), typed) && step > lastStep)
            {
                found = step;
            }
        }

        return found;
    }
}
