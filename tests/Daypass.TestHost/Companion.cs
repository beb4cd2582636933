using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Daypass.TestHost;

/// <summary>
/// A program that lives no longer than this process. A small shell keeps it and reads a pipe from us: when the pipe closes, because we
/// are done or because we were killed, the shell ends the program and removes its folder.
/// </summary>
public sealed class Companion : IAsyncDisposable
{
    // Ctrl-C reaches the shell too; it must outlive us to clean up.
    private const string Watch = """
        trap '' INT TERM HUP
        signal=$1; folder=$2; shift 2
        "$@" </dev/null >"$folder/log" 2>&1 &
        echo $! >"$folder/pid"
        cat >/dev/null
        exec 2>/dev/null
        kill -"$signal" $!
        wait
        # Where we are not root, what others wrote is ours to remove only in the user namespace that they wrote it in.
        rm -rf "$folder" || unshare --user --map-root-user --map-auto rm -rf "$folder"
        """;

    private readonly Process _watch;

    private Companion(Process watch, string folder) => (_watch, Folder) = (watch, folder);

    /// <summary>Removed together with the program.</summary>
    public string Folder { get; }

    public int ProcessId => int.Parse(File.ReadAllText(Path.Combine(Folder, "pid")), CultureInfo.InvariantCulture);

    public static bool WeAreRoot => Environment.UserName == "root";

    /// <summary>
    /// Runs what follows as root in a mount and a process namespace of its own, which ends whole when its first process is killed. For
    /// anybody else than root it is root in a user namespace (Debian's uidmap).
    /// </summary>
    public static IReadOnlyList<string> AsRootAlone =>
        ["unshare", .. WeAreRoot ? [] : (string[])["--user", "--map-root-user", "--map-auto"], "--mount", "--pid", "--fork", "--kill-child", "--"];

    /// <summary>A new folder in the machine's temporary place, named after us so that one left behind can be told.</summary>
    public static string NewFolder(string name)
    {
        var root = Path.GetTempPath();
        foreach (var folder in Directory.EnumerateDirectories(root, "daypass-*"))
        {
            // Left by a process whose shell was killed together with it. A PostgreSQL that misses its folder ends by itself.
            if (int.TryParse(Path.GetFileName(folder).Split('-')[1], out var process) && !Directory.Exists($"/proc/{process}"))
            {
                Remove(folder);
            }
        }

        return Directory.CreateTempSubdirectory($"daypass-{Environment.ProcessId}-{name}-").FullName;
    }

    /// <summary>Starts a program and waits until it answers on its port.</summary>
    /// <param name="folder">From <see cref="NewFolder"/>; the program's output goes to the file <c>log</c> in it.</param>
    /// <param name="signal">The signal that ends the program at once.</param>
    public static async Task<Companion> Start(string folder, int port, string signal, params string[] program)
    {
        var start = new ProcessStartInfo("bash", ["-c", Watch, "watch", signal, folder, .. program]) { UseShellExecute = false, RedirectStandardInput = true };
        var companion = new Companion(Process.Start(start)!, folder);
        var patience = Stopwatch.StartNew();
        while (!await Answers(port))
        {
            if (patience.Elapsed > TimeSpan.FromSeconds(30))
            {
                var log = await File.ReadAllTextAsync(Path.Combine(folder, "log"));
                await companion.DisposeAsync();
                throw new InvalidOperationException($"'{string.Join(' ', program)}' did not answer on port {port} within 30 seconds:\n{log}");
            }

            await Task.Delay(20);
        }

        return companion;
    }

    /// <summary>Runs a program to its end; its output is in the exception if it fails.</summary>
    public static async Task Run(params string[] program)
    {
        var start = new ProcessStartInfo(program[0], program[1..]) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"'{string.Join(' ', program)}' ended with {process.ExitCode}:\n{await output}{await errors}");
        }
    }

    /// <summary>A port of the loopback address that nobody listens on now.</summary>
    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    public async ValueTask DisposeAsync()
    {
        _watch.StandardInput.Close();
        await _watch.WaitForExitAsync();
        _watch.Dispose();
    }

    private static async Task<bool> Answers(int port)
    {
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync(IPAddress.Loopback, port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static void Remove(string folder)
    {
        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Another test process clears it at this moment, or it belongs to another user.
        }
    }
}
