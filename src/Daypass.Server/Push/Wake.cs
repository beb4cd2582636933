using System.Collections.Concurrent;
using System.Threading.Channels;
using Microsoft.EntityFrameworkCore;

namespace Daypass.Server.Push;

/// <summary>
/// Wakes a login's phones while one of its sign-ins waits for them. Kept in memory only, and at most once to each phone: a push that is
/// lost costs the person a tap, for opening the app shows what waits. Nothing here holds a sign-in up.
/// </summary>
internal sealed class Wake(Store store, PushSubscriptions subscriptions, PushSender sender, PushHosts hosts, TimeProvider clock, ILogger<Wake> log) : BackgroundService
{
    /// <summary>As long as the sign-in waits (N3).</summary>
    public static readonly TimeSpan Life = TimeSpan.FromSeconds(60);

    /// <summary>Phones of one login, the ones last seen first: a login with very many must not use up everybody's places.</summary>
    public const int PhonesAtMost = 10;

    private const int Queue = 1000;
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(2);

    private readonly Channel<Call> _calls = Channel.CreateBounded<Call>(new BoundedChannelOptions(Queue) { SingleReader = true });
    private readonly ConcurrentDictionary<Task, bool> _underWay = new();

    private readonly record struct Call(Guid Firm, Guid Account, DateTimeOffset Until);

    private readonly record struct Phone(Guid Firm, Guid Device, byte[] Push, PushSubscription Subscription, PushKey Key);

    /// <summary>Call it after the transaction, so that a phone that is quick finds the request.</summary>
    public void Enqueue(Guid firm, Guid account)
    {
        if (!_calls.Writer.TryWrite(new Call(firm, account, clock.GetUtcNow() + Life)))
        {
            log.QueueIsFull();
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await foreach (var call in _calls.Reader.ReadAllAsync(stoppingToken))
            {
                await Begin(call, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
        }

        await Task.WhenAll(_underWay.Keys);
    }

    private async Task Begin(Call call, CancellationToken stop)
    {
        try
        {
            foreach (var phone in await Phones(call))
            {
                var task = Deliver(phone, call.Until, stop);
                _underWay[task] = true;
                _ = task.ContinueWith(done => _underWay.TryRemove(done, out _), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
            }
        }
        catch (Exception trouble) when (trouble is not OperationCanceledException)
        {
            log.WakingFailed(trouble);
        }
    }

    private async Task<List<Phone>> Phones(Call call)
    {
        var devices = await store.Read(call.Firm, db => db.Authenticators
            .Where(x => x.AccountId == call.Account && x.State == AuthenticatorState.Paired && x.Push != null)
            .OrderByDescending(x => x.LastSeenAt ?? x.CreatedAt).Take(PhonesAtMost).Select(x => new { x.Id, x.Push }).ToListAsync());
        var phones = new List<Phone>();
        foreach (var device in devices)
        {
            if (subscriptions.Open(device.Id, device.Push!) is { } open)
            {
                phones.Add(new Phone(call.Firm, device.Id, device.Push!, open.Subscription, open.Key));
            }
            else
            {
                await Drop(call.Firm, device.Id, device.Push!, "its key is not in the key file any more");
            }
        }

        return phones;
    }

    /// <summary>Runs beside the others; ends by itself when the sign-in it is for has ended.</summary>
    private async Task Deliver(Phone phone, DateTimeOffset until, CancellationToken stop)
    {
        var name = phone.Subscription.Endpoint.IdnHost;
        if (hosts.Enter(name) is not { } host)
        {
            log.NoPlace(name, phone.Device);
            return;
        }

        try
        {
            await Task.Yield();
            await Deliver(phone, host, until, stop);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
        }
        catch (Exception bug)
        {
            log.WakingFailed(bug);
        }
        finally
        {
            hosts.Leave(host);
        }
    }

    private async Task Deliver(Phone phone, PushHosts.Host host, DateTimeOffset until, CancellationToken stop)
    {
        for (var pause = FirstPause; ; pause *= 2)
        {
            switch (await InTurn(phone, host, until, stop))
            {
                case null:
                    return;
                case PushOutcome.Taken:
                    Note(host, null);
                    return;
                case PushOutcome.Gone:
                    Note(host, null);
                    await Drop(phone.Firm, phone.Device, phone.Push, "the push service has forgotten it");
                    return;
                case PushOutcome.Refused refused:
                    Note(host, refused.Why);
                    return;
                case PushOutcome.TryAgain later:
                    Note(host, later.Why);
                    // RFC 8030, section 8.4, and RFC 9110, section 10.2.3: not before the service wants it. Nor by much: an answer of 0 must not make a storm.
                    var wait = later.After is { } after && after > pause ? after : pause;
                    if (clock.GetUtcNow() + wait >= until)
                    {
                        return;
                    }

                    await Task.Delay(wait, clock, stop);
                    break;
            }
        }
    }

    /// <summary>One push when there is a place; null where none came before the sign-in ended.</summary>
    private async Task<PushOutcome?> InTurn(Phone phone, PushHosts.Host host, DateTimeOffset until, CancellationToken stop)
    {
        if (!await host.Turns.WaitAsync(Life, stop))
        {
            return null;
        }

        try
        {
            var life = until - clock.GetUtcNow();
            return life > TimeSpan.Zero ? await sender.Send(phone.Subscription, phone.Key, life, stop) : null;
        }
        finally
        {
            host.Turns.Release();
        }
    }

    private void Note(PushHosts.Host host, string? trouble)
    {
        if (!host.Note(trouble is not null))
        {
            return;
        }

        if (trouble is not null)
        {
            log.PushServiceInTrouble(host.Name, trouble);
        }
        else
        {
            log.PushServiceWorksAgain(host.Name);
        }
    }

    /// <summary>Unless the phone has subscribed anew in the meantime.</summary>
    private async Task Drop(Guid firm, Guid device, byte[] push, string why)
    {
        var dropped = await store.Write(firm, db => db.Authenticators.Where(x => x.Id == device && x.Push == push)
            .ExecuteUpdateAsync(set => set.SetProperty(x => x.Push, (byte[]?)null)));
        if (dropped == 1)
        {
            log.SubscriptionDropped(device, why);
        }
    }
}
