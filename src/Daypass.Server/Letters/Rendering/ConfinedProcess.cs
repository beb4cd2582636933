using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Daypass.Server.Letters.Rendering;

/// <summary>How a confined program ended. Without a code: it was stopped when its time was over.</summary>
internal sealed record Ended(int? Code, string Said);

/// <summary>
/// Runs a program that reads what a stranger sent: in a private folder, with an environment of its own, under the kernel's limits for
/// memory, processor, size of files and open files, without core dumps, and for no longer than its time; where the machine lets us, in a
/// <see cref="Sandbox"/>. No shell is involved.
/// </summary>
internal static class ConfinedProcess
{
    private const int SaidAtMost = 2000;

    /// <summary>Bytes of address space beyond the memory that counts: .NET sets much aside that it never uses.</summary>
    private const long SetAside = 8L * 1024 * 1024 * 1024;

    /// <param name="around">What the program is started by: see <see cref="Around"/>.</param>
    public static async Task<Ended> Run(
        IEnumerable<string> around, IReadOnlyList<string> program, string folder, RenderLimits limits, ReadOnlyMemory<byte> input, CancellationToken stop)
    {
        using var process = Process.Start(Start([.. around, .. program], folder, limits))!;
        using var time = CancellationTokenSource.CreateLinkedTokenSource(stop);
        time.CancelAfter(limits.Time);
        try
        {
            var feeding = Feed(process, input, time.Token);
            var silent = process.StandardOutput.BaseStream.CopyToAsync(Stream.Null, time.Token);
            var said = Listen(process.StandardError, time.Token);
            await process.WaitForExitAsync(time.Token);
            await Task.WhenAll(feeding, silent, said);
            return new Ended(process.ExitCode, await said);
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            return new Ended(null, "");
        }
        finally
        {
            // Also what it started itself.
            process.Kill(entireProcessTree: true);
        }
    }

    /// <summary>The programs around it, each of which becomes the next or waits for it.</summary>
    /// <param name="readable">What the program consists of; null: without a sandbox.</param>
    public static IEnumerable<string> Around(Programs programs, IEnumerable<string>? readable, string folder, RenderLimits limits)
    {
        IEnumerable<string> sandbox = readable is null ? [] : Sandbox.Around(programs.Sandbox!, folder, readable);
        string[] privileges = programs.NoNewPrivileges is { } setpriv ? [setpriv, "--no-new-privs", "--"] : [];
        // A little later than we would: it counts only where we are gone.
        string[] time = programs.Timeout is { } timeout ? [timeout, "--signal=KILL", Text(Seconds(limits.Time) + 5)] : [];
        return [.. sandbox, .. privileges, .. time, programs.Limits!, .. Kernel(limits, alone: readable is not null), "--"];
    }

    private static string[] Kernel(RenderLimits limits, bool alone) =>
    [
        $"--data={Text(limits.Memory)}", $"--as={Text(limits.Memory + SetAside)}", $"--cpu={Text(Seconds(limits.Processor))}", $"--fsize={Text(limits.PageBytes)}",
        "--core=0", "--nofile=256",
        // Counted for each user: outside of a sandbox the server's own threads would count too.
        .. alone ? (string[])["--nproc=128"] : [],
    ];

    private static long Seconds(TimeSpan time) => (long)Math.Ceiling(time.TotalSeconds);

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static ProcessStartInfo Start(string[] command, string folder, RenderLimits limits)
    {
        var start = new ProcessStartInfo(command[0], command[1..])
        {
            UseShellExecute = false,
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        Surroundings(start.Environment, folder, limits);
        return start;
    }

    /// <summary>Nothing of the server's environment: connection strings and passwords may be in it.</summary>
    private static void Surroundings(IDictionary<string, string?> environment, string folder, RenderLimits limits)
    {
        environment.Clear();
        environment["PATH"] = "/usr/bin:/bin";
        environment["LC_ALL"] = "C.UTF-8";
        environment["HOME"] = environment["TMPDIR"] = environment["XDG_CACHE_HOME"] = folder;
        // For our own executable: where the runtime is, and that it may not reserve more than it is given.
        if (Programs.RuntimeFolder is { } root)
        {
            environment["DOTNET_ROOT"] = root;
        }

        environment["DOTNET_GCHeapHardLimit"] = (limits.Memory / 4 * 3).ToString("X", CultureInfo.InvariantCulture);
        environment["DOTNET_gcServer"] = environment["DOTNET_gcConcurrent"] = "0";
        environment["DOTNET_EnableDiagnostics"] = "0";
        // It would keep the code it compiles in a file in memory, which the limit of files would cut off.
        environment["DOTNET_EnableWriteXorExecute"] = "0";
    }

    private static async Task Feed(Process process, ReadOnlyMemory<byte> input, CancellationToken stop)
    {
        try
        {
            await process.StandardInput.BaseStream.WriteAsync(input, stop);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It ended before it had read everything; its code tells.
        }
    }

    /// <summary>The beginning of what it says; the rest is taken and dropped, so that it never waits for us.</summary>
    private static async Task<string> Listen(StreamReader from, CancellationToken stop)
    {
        var (said, part) = (new StringBuilder(), new char[512]);
        while (await from.ReadAsync(part, stop) is > 0 and var length)
        {
            said.Append(part, 0, Math.Min(length, SaidAtMost - said.Length));
        }

        return said.ToString();
    }
}
