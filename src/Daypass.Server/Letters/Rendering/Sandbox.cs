using System.Diagnostics;

namespace Daypass.Server.Letters.Rendering;

/// <summary>
/// bubblewrap (<c>bwrap</c>): a program finds itself alone on a machine without a network, where /usr can be read, one folder can be written
/// to, and nothing else exists: no keys, no database, no settings, no other process. It gains no privileges either.
/// </summary>
internal static class Sandbox
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>Beside /usr: where a linker, a font or an alternative may lie.</summary>
    private static readonly string[] Machine = ["/bin", "/lib", "/lib64", "/etc/ld.so.cache", "/etc/alternatives", "/etc/fonts", "/var/cache/fontconfig"];

    /// <param name="readable">What the program consists of, where that is not below /usr.</param>
    public static IEnumerable<string> Around(string bwrap, string folder, IEnumerable<string> readable) =>
    [
        bwrap, "--unshare-all", "--new-session", "--cap-drop", "ALL", "--ro-bind", "/usr", "/usr",
        .. Machine.SelectMany(path => (string[])["--ro-bind-try", path, path]),
        "--proc", "/proc", "--dev", "/dev", "--tmpfs", "/tmp",
        .. readable.Where(path => !path.StartsWith("/usr/", StringComparison.Ordinal)).SelectMany(path => (string[])["--ro-bind", path, path]),
        "--bind", folder, folder, "--chdir", folder, "--",
    ];

    /// <summary>Whether it works here: it needs user namespaces, which some containers and kernels forbid.</summary>
    public static async Task<bool> Works(string? bwrap)
    {
        if (bwrap is null)
        {
            return false;
        }

        using var folder = new PrivateFolder();
        string[] command = [.. Around(bwrap, folder.Path, []), "true"];
        using var process = Process.Start(new ProcessStartInfo(command[0], command[1..]) { UseShellExecute = false, RedirectStandardError = true })!;
        using var time = new CancellationTokenSource(Patience);
        try
        {
            await process.StandardError.ReadToEndAsync(time.Token);
            await process.WaitForExitAsync(time.Token);
            return process.ExitCode == 0;
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            return false;
        }
    }
}
