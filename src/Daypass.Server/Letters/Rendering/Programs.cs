namespace Daypass.Server.Letters.Rendering;

/// <summary>Where the programs lie that make pages. Looked for each time: what is installed later is found without a restart.</summary>
internal sealed record Programs
{
    /// <summary>util-linux: sets the kernel's limits, then becomes the program.</summary>
    public string? Confine { get; init; } = Find("prlimit");

    /// <summary>poppler-utils.</summary>
    public string? Pdf { get; init; } = Find("pdftoppm");

    /// <summary>This executable, for images.</summary>
    public IReadOnlyList<string> Own { get; init; } = OwnProgram();

    private static string? Find(string name) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "/usr/bin:/bin").Split(':', StringSplitOptions.RemoveEmptyEntries)
            .Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists);

    private static string[] OwnProgram()
    {
        // A test's process, or "dotnet daypass.dll", is not the executable; it lies beside the assembly, except in a single file.
        var assembly = typeof(Program).Assembly.Location;
        var beside = Path.ChangeExtension(assembly, null);
        return assembly.Length == 0 ? [Environment.ProcessPath!] : File.Exists(beside) ? [beside] : [Environment.ProcessPath!, assembly];
    }
}
