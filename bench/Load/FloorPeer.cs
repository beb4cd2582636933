using Daypass.TestHost;

namespace Daypass.Bench;

/// <summary>The least that a sign-in of this shape can cost (<c>Floor/Program.cs</c>), in a process of its own.</summary>
internal sealed class FloorPeer : IAsyncDisposable
{
    private const int IssuedAtOnce = 20;

    private static readonly PageSignIn SignIn = new(new Uri("/signin", UriKind.Relative), "session");

    private readonly Companion _server;
    private readonly Uri _address;
    private readonly Person[] _people;

    private FloorPeer(Companion server, Uri address) =>
        (_server, _address, _people) = (server, address, Person.ReadAll(Path.Combine(server.Folder, "accounts.txt")));

    public static async Task<FloorPeer> Start(bool freeHash, int people)
    {
        var (folder, port) = (Companion.NewFolder("floor"), Companion.FreePort());
        var address = new Uri($"http://127.0.0.1:{port}");
        string[] program =
        [
            "dotnet", Path.Combine(AppContext.BaseDirectory.Replace("/Load/", "/Floor/", StringComparison.Ordinal), "Floor.dll"),
            "--urls", $"{address}", "--contentRoot", folder, "--SqliteFile", Path.Combine(folder, "floor.db"),
            "--FreeHash", $"{freeHash}", "--People", $"{people}", "--AccountsFile", Path.Combine(folder, "accounts.txt"),
        ];
        return new FloorPeer(await Companion.Start(folder, port, "KILL", program), address);
    }

    public Task<Figures> SignIns(int parallel, TimeSpan duration) => SignIn.Load(_address, _people, parallel, duration, _server.ProcessId);

    public Task<Figures> Issue(TimeSpan duration) => LoadRun.Batches(_address, "/bench/issue", IssuedAtOnce, duration, _server.ProcessId);

    public ValueTask DisposeAsync() => _server.DisposeAsync();
}
