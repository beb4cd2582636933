using Daypass.Server.Hosting;
using Daypass.Server.Push;
using Microsoft.EntityFrameworkCore;

namespace Daypass.Server.Approvals;

internal abstract record RememberPushResult
{
    /// <summary>The phone's clock is too far from the server's.</summary>
    internal sealed record Clock(DateTimeOffset Now) : RememberPushResult;

    /// <summary>Unknown, disconnected or lost, or not signed by it: one answer.</summary>
    internal sealed record Gone : RememberPushResult;

    /// <summary>No push can be sent there, or not with this key.</summary>
    internal sealed record BadAddress : RememberPushResult;

    internal sealed record Done : RememberPushResult;
}

/// <summary>
/// A phone says where it can be woken from now on, or that it cannot any more. The last word counts; where the address leads is looked at
/// when it is used, for a name can lead elsewhere by then.
/// </summary>
internal sealed class RememberPush(Store store, TimeProvider clock, PublicOrigin origin, PushSubscriptions subscriptions)
{
    /// <param name="endpoint">Empty to be woken no more.</param>
    /// <param name="key">The push key that the phone subscribed with.</param>
    public async Task<RememberPushResult> Run(Guid firm, Guid device, string endpoint, string p256dh, string auth, string key, long time, string signature) =>
        await SignedPhone.Find(store, clock, firm, device, time, signature, _ => SignedText.Push(origin, device, endpoint, p256dh, auth, key, time)) switch
        {
            SignedPhone.Clock late => new RememberPushResult.Clock(late.Now),
            SignedPhone.Found => await Remember(firm, device, endpoint, p256dh, auth, key),
            _ => new RememberPushResult.Gone(),
        };

    private async Task<RememberPushResult> Remember(Guid firm, Guid device, string endpoint, string p256dh, string auth, string key)
    {
        var subscription = subscriptions.Read(endpoint, p256dh, auth, key);
        if (subscription is null && endpoint.Length > 0)
        {
            return new RememberPushResult.BadAddress();
        }

        var push = subscription is null ? null : subscriptions.Seal(device, subscription);
        return await store.Write(firm, db => Phones.Paired(db).Where(x => x.Id == device).ExecuteUpdateAsync(set => set.SetProperty(x => x.Push, push))) == 1
            ? new RememberPushResult.Done()
            : new RememberPushResult.Gone();
    }
}
