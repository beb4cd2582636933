using Daypass.Server.Approvals;
using Daypass.Server.Hosting;
using Daypass.Server.Push;
using Microsoft.EntityFrameworkCore;

namespace Daypass.Server.Devices;

internal abstract record PhoneLook
{
    /// <summary>The phone's clock is too far from the server's.</summary>
    internal sealed record Clock(DateTimeOffset Now) : PhoneLook;

    /// <summary>Unknown, disconnected, lost, of a login that is not active, or not signed by it: one answer.</summary>
    internal sealed record Gone : PhoneLook;

    /// <param name="Paired">False: proven, and not yet finished in the session that shows the code.</param>
    /// <param name="Pushed">Whether it can be woken, with the newest push key.</param>
    internal sealed record Seen(bool Paired, PhoneAccount Account, PhoneFirm Firm, string DeviceName, IReadOnlyList<AskedSignIn> Requests, bool Pushed, DateTimeOffset Now) : PhoneLook;
}

/// <summary>A sign-in that waits for the phone's answer, and what is known of where it comes from. The number is not told.</summary>
internal sealed record AskedSignIn(Guid Id, DateTimeOffset Asked, DateTimeOffset Expires, string Browser, string Address, bool Known);

/// <summary>What waits for a phone. Opening the app asks this, so that nothing depends on being woken.</summary>
internal sealed class LookFromPhone(Store store, TimeProvider clock, PublicOrigin origin, PushSubscriptions subscriptions)
{
    /// <summary>When a phone was last seen is written at most this often.</summary>
    private static readonly TimeSpan SeenEvery = TimeSpan.FromMinutes(1);

    public async Task<PhoneLook> Run(Guid firmId, Guid deviceId, long time, string signature)
    {
        var now = clock.Now();
        // Before anything is looked up: it says nothing of any device.
        if (!PhoneSignature.IsInTime(time, now))
        {
            return new PhoneLook.Clock(now);
        }

        if (await store.Read(firmId, db => Find(db, now, deviceId, SignedText.Look(origin, deviceId, time), signature)) is not var (device, seen))
        {
            return new PhoneLook.Gone();
        }

        if (seen.Paired && !(now - device.LastSeenAt < SeenEvery))
        {
            await store.Write(firmId, db => db.Authenticators.Where(x => x.Id == deviceId && (x.LastSeenAt == null || x.LastSeenAt < now))
                .ExecuteUpdateAsync(set => set.SetProperty(x => x.LastSeenAt, now)));
        }

        return seen;
    }

    private async Task<(Authenticator Device, PhoneLook.Seen Seen)?> Find(DaypassDb db, DateTimeOffset now, Guid deviceId, SignedText said, string signature)
    {
        // In one statement: between two, a pairing that is finished meanwhile would be neither pending nor paired.
        var pending = PendingPairings.Of(db, now);
        var found = await (
            from device in db.Authenticators
            join account in db.Accounts on device.AccountId equals account.Id
            join firm in db.Firms on device.FirmId equals firm.Id
            where device.Id == deviceId && device.Kind == AuthenticatorKind.Daypass && account.State == AccountState.Active
                && (device.State == AuthenticatorState.Paired || (device.ProvenAt != null && pending.Any(x => x.Id == device.Id)))
            select new { device, account, firm }).AsNoTracking().SingleOrDefaultAsync();
        if (found is null || !PhoneSignature.Fits(found.device.PublicKey, said, signature))
        {
            return null;
        }

        var paired = found.device.State == AuthenticatorState.Paired;
        return (found.device, new PhoneLook.Seen(
            paired,
            new PhoneAccount(found.account.Id, found.account.Name, found.account.Email),
            new PhoneFirm(found.firm.Address, found.firm.Name, found.firm.Language),
            found.device.Name,
            paired ? await Waiting(db, now, found.account.Id) : [],
            subscriptions.IsCurrent(deviceId, found.device.Push),
            now));
    }

    /// <summary>Of browsers that signed in before first: whoever has the password alone cannot crowd them out.</summary>
    private static Task<List<AskedSignIn>> Waiting(DaypassDb db, DateTimeOffset now, Guid accountId) => ApprovalRequests.Open(db, now)
        .Where(x => x.AccountId == accountId)
        .OrderByDescending(x => x.KnownBrowser != null).ThenByDescending(x => x.CreatedAt)
        .Select(x => new AskedSignIn(x.Id, x.CreatedAt, x.ExpiresAt, x.Browser, x.ClientAddress, x.KnownBrowser != null)).ToListAsync();
}
