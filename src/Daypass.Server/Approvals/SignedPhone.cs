using Daypass.Server.Hosting;

namespace Daypass.Server.Approvals;

/// <summary>Who signed a message: how every message of a paired phone begins.</summary>
internal abstract record SignedPhone
{
    /// <summary>The phone's clock is too far from the server's.</summary>
    internal sealed record Clock(DateTimeOffset Now) : SignedPhone;

    /// <summary>Unknown, disconnected or lost, or not signed by it: one answer.</summary>
    internal sealed record Gone : SignedPhone;

    internal sealed record Found(Phone Phone) : SignedPhone;

    /// <param name="said">What this phone must have signed.</param>
    public static async Task<SignedPhone> Find(Store store, TimeProvider clock, Guid firm, Guid device, long time, string signature, Func<Phone, SignedText> said)
    {
        // Before anything is looked up: it says nothing of any device.
        var now = clock.Now();
        if (!PhoneSignature.IsInTime(time, now))
        {
            return new Clock(now);
        }

        return await store.Read(firm, db => Phones.Find(db, device)) is { } phone && PhoneSignature.Fits(phone.Device.PublicKey, said(phone), signature)
            ? new Found(phone)
            : new Gone();
    }
}
