using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Daypass.Browser.Tests.Stories;
using Daypass.Server.Hosting;
using Daypass.Server.Notifications;
using Daypass.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

[assembly: AssemblyFixture(typeof(Stages))]

namespace Daypass.Browser.Tests.Stories;

/// <summary>
/// Servers to tell stories on, each with its own database and clock, sending real mail. A story has one to itself, since it moves the
/// clock; then the next story gets it, with another firm. So there are never more of them than stories told at once.
/// </summary>
public sealed class Stages : IAsyncDisposable
{
    private readonly ConcurrentDictionary<DatabaseKind, ConcurrentBag<World>> _free = new();

    internal async Task<World> Take(DatabaseKind kind) => Of(kind).TryTake(out var world) ? world : await Build(kind);

    internal void GiveBack(World world) => Of(world.Database.Kind).Add(world);

    public async ValueTask DisposeAsync()
    {
        foreach (var world in _free.Values.SelectMany(x => x))
        {
            await world.DisposeAsync();
        }
    }

    private ConcurrentBag<World> Of(DatabaseKind kind) => _free.GetOrAdd(kind, _ => []);

    private static async Task<World> Build(DatabaseKind kind)
    {
        var (mail, letters) = (await MailServer.Shared, await ImapServer.Shared);
        // Known beforehand: phones sign it.
        var origin = $"http://127.0.0.1:{FreePort()}";
        var world = await World.Create(kind, builder =>
        {
            builder.Configuration["Kestrel:Endpoints:Public0:Url"] = origin;
            builder.Services.Configure<DaypassOptions>(x =>
            {
                x.PublicOrigin = origin;
                x.Support.Intake = new IntakeOptions
                {
                    Host = letters.Host, Port = letters.Port, Security = MailSecurity.None, User = $"letters{Guid.NewGuid():N}", Password = ImapServer.Password,
                };
                x.Mail = new MailOptions { Host = mail.Host, Port = mail.Port, Security = MailSecurity.None, From = "Daypass <daypass@firm.example>" };
            });
            builder.Services.AddSingleton<IMailTransport, SmtpTransport>();
            builder.Services.AddHostedService<NoticeSender>();
        });
        await world.Listen();
        return world;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
