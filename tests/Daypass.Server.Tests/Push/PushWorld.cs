using Daypass.Server.Push;
using Daypass.Server.Storage.Model;
using Daypass.TestHost;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace Daypass.Server.Tests.Push;

/// <summary>A Daypass that wakes phones, with a push service on this machine that it may reach.</summary>
internal sealed class PushWorld(World world, PushReceiver receiver, PushReceiver last, KeptLog log) : IAsyncDisposable
{
    private int _names;
    private Someone? _lastInLine;

    public World World { get; } = world;
    public PushReceiver Receiver { get; } = receiver;
    public KeptLog Log { get; } = log;
    public Wake Wake => World.Get<Wake>();
    public Someone Jane { get; private set; } = null!;

    /// <param name="addressesOf">In place of DNS.</param>
    /// <param name="names">Further names and ports that pushes may go to.</param>
    public static async Task<PushWorld> Open(DatabaseKind kind, AddressesOf? addressesOf = null, params string[] names)
    {
        var (receiver, last, log) = (await PushReceiver.Start(), await PushReceiver.Start(), new KeptLog());
        var world = await World.Create(kind, builder =>
        {
            builder.Logging.ClearProviders().AddProvider(log);
            builder.Services.Replace(ServiceDescriptor.Singleton(new PushExceptions(
                [receiver.Authority, $"localhost:{receiver.Address.Port}", $"localhost:{last.Address.Port}", .. names.Select(x => x.Contains(':') ? x : $"{x}:{receiver.Address.Port}")])));
            if (addressesOf is not null)
            {
                builder.Services.Replace(ServiceDescriptor.Singleton(addressesOf));
            }
        });
        var opened = new PushWorld(world, receiver, last, log) { Jane = await world.Client(paired: false) };
        await opened.Wake.StartAsync(CancellationToken.None);
        return opened;
    }

    /// <summary>A phone of somebody that can be woken; its id.</summary>
    public async Task<Guid> Phone(Someone whose, SubscribedPhone phone, AuthenticatorState state = AuthenticatorState.Paired)
    {
        var device = new Authenticator
        {
            Id = Guid.CreateVersion7(World.Now),
            FirmId = whose.Firm,
            AccountId = whose.Id,
            Kind = AuthenticatorKind.Daypass,
            State = state,
            Name = $"Phone {Interlocked.Increment(ref _names)}",
            CreatedAt = World.Now,
            PairedAt = World.Now,
        };
        device.Push = Sealed(device.Id, phone);
        await World.Store.Write(whose.Firm, db =>
        {
            db.Authenticators.Add(device);
            return Task.CompletedTask;
        });
        return device.Id;
    }

    /// <summary>As it is kept, subscribed with the newest push key.</summary>
    public byte[] Sealed(Guid device, SubscribedPhone phone)
    {
        var keys = World.Get<PushKeys>();
        return World.Get<PushSubscriptions>().Seal(device, new PushSubscription(phone.Endpoint, phone.P256dh, phone.Auth, keys.FindPublic(keys.CurrentPublicKey)!.KeyId));
    }

    public async Task<byte[]?> PushOf(Guid device) => await World.Store.Read(Jane.Firm, db => db.Authenticators.Where(x => x.Id == device).Select(x => x.Push).SingleAsync());

    public void WakeJane() => Wake.Enqueue(Jane.Firm, Jane.Id);

    /// <summary>Waits in real time; <paramref name="step"/> lets the clock of the story go on meanwhile.</summary>
    public async Task Until(Func<Task<bool>> holds, TimeSpan step = default)
    {
        for (var left = 400; !await holds(); left--)
        {
            if (left == 0)
            {
                throw new TimeoutException();
            }

            await Task.Delay(25);
            World.Clock.Advance(step);
        }
    }

    public Task UntilLogged(string part) => Until(() => Task.FromResult(Log.Lines.Any(x => x.Text.Contains(part, StringComparison.Ordinal))));

    /// <summary>All that was asked for until now is done: no push is under way or waits for another try.</summary>
    public async Task UntilIdle()
    {
        // Calls are begun one after the other, so once somebody asked for later is woken, the earlier are begun.
        if (_lastInLine is null)
        {
            _lastInLine = await World.Client(paired: false);
            await Phone(_lastInLine, last.Subscribe("localhost"));
        }

        var before = last.Received.Count;
        Wake.Enqueue(_lastInLine.Firm, _lastInLine.Id);
        await last.WaitFor(before + 1);
        await Until(() => Task.FromResult(World.Get<PushHosts>().Count == 0));
    }

    public async ValueTask DisposeAsync()
    {
        await Wake.StopAsync(CancellationToken.None);
        await World.DisposeAsync();
        await Receiver.DisposeAsync();
        await last.DisposeAsync();
    }
}
