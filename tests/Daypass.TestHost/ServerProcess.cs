using Daypass.Server.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace Daypass.TestHost;

/// <summary>
/// Servers, each a process of its own, on the database of one <see cref="World"/>, with its clock and its cheap hashes. They end with
/// this process, however that ends.
/// </summary>
internal sealed class ServerProcesses : IAsyncDisposable
{
    private readonly World _world;
    private readonly SharedClock _clock;
    private readonly List<Companion> _servers = [];
    private readonly List<Uri> _addresses = [];

    private ServerProcesses(World world)
    {
        _world = world;
        _clock = new SharedClock(ClockFile);
        TakeTime();
    }

    private string ClockFile => Path.Combine(_world.Database.Folder, "clock");

    public IReadOnlyList<Uri> Addresses => _addresses;

    /// <summary>Goes round: as behind a load balancer.</summary>
    public Uri this[int request] => _addresses[request % _addresses.Count];

    public static async Task<ServerProcesses> Start(World world, int count, params string[] settings)
    {
        var servers = new ServerProcesses(world);
        try
        {
            var started = await Task.WhenAll(Enumerable.Range(0, count).Select(_ => servers.StartOne(settings)));
            servers._servers.AddRange(started.Select(x => x.Server));
            servers._addresses.AddRange(started.Select(x => x.Address));
            return servers;
        }
        catch
        {
            await servers.DisposeAsync();
            throw;
        }
    }

    /// <summary>The world's clock went on: the servers follow.</summary>
    public void TakeTime() => _clock.Set(_world.Now);

    /// <summary>Ends every server as a power cut would: nothing is finished, nothing is put away.</summary>
    public async Task KillAll()
    {
        foreach (var server in _servers)
        {
            await Companion.Run("kill", "-KILL", $"{server.ProcessId}");
        }
    }

    private async Task<(Companion Server, Uri Address)> StartOne(string[] settings)
    {
        var port = Companion.FreePort();
        var address = new Uri($"http://127.0.0.1:{port}");
        var program = Path.Combine(AppContext.BaseDirectory, "Daypass.TestHost.dll");
        var server = await Companion.Start(Companion.NewFolder("server"), port, "KILL",
            ["dotnet", program, ClockFile, .. RunningServer.SettingsOf(_world.Database), $"--urls={address.GetLeftPart(UriPartial.Authority)}", "--Logging:LogLevel:Default=Warning", .. settings]);
        return (server, address);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var server in _servers)
        {
            await server.DisposeAsync();
        }

        _clock.Dispose();
    }
}

/// <summary>What runs in such a process: the real server, its clock read from a file. Arguments: the clock's file, then settings.</summary>
internal static class ServerProcess
{
    public static async Task Main(string[] arguments)
    {
        await using var app = Program.Build(arguments[1..], builder =>
        {
            builder.Services.Replace(ServiceDescriptor.Singleton<TimeProvider>(_ => new SharedClock(arguments[0])));
            builder.Services.Replace(ServiceDescriptor.Singleton(World.CheapHash));
        });
        await app.StartAsync();
        await Console.Out.WriteLineAsync($"Serves at {RunningServer.AddressOf(app)}");
        await app.WaitForShutdownAsync();
    }
}
