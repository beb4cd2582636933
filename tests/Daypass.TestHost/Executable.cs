using System.Diagnostics;

namespace Daypass.TestHost;

/// <summary>The executable as an operator runs it: a process of its own.</summary>
public static class Executable
{
    public sealed record Said(int ExitCode, string Output, string Error);

    /// <param name="environment">Added to this process's environment.</param>
    /// <param name="arguments">A verb and settings.</param>
    public static async Task<Said> Run(IReadOnlyDictionary<string, string> environment, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardError = true, RedirectStandardOutput = true, UseShellExecute = false };
        foreach (var argument in (string[])[typeof(Program).Assembly.Location, .. arguments])
        {
            start.ArgumentList.Add(argument);
        }

        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return new Said(process.ExitCode, await output, await error);
    }

    public static Task<Said> Run(params string[] arguments) => Run(new Dictionary<string, string>(StringComparer.Ordinal), arguments);
}
