namespace Daypass.Server.Letters.Rendering;

/// <summary>Where the programs lie that make pages. Looked for each time: what is installed later is found without a restart.</summary>
internal sealed record Programs
{
    /// <summary>util-linux: sets the kernel's limits, then becomes the program. Without it nothing is made.</summary>
    public string? Limits { get; init; } = Find("prlimit");

    /// <summary>util-linux: keeps the program from gaining privileges.</summary>
    public string? NoNewPrivileges { get; init; } = Find("setpriv");

    /// <summary>coreutils: ends the program also where the server that started it is gone.</summary>
    public string? Timeout { get; init; } = Find("timeout");

    /// <summary>bubblewrap: see <see cref="Rendering.Sandbox"/>.</summary>
    public string? Sandbox { get; init; } = Find("bwrap");

    /// <summary>poppler-utils.</summary>
    public string? Pdf { get; init; } = Find("pdftoppm");

    /// <summary>This executable, for images.</summary>
    public IReadOnlyList<string> Own { get; init; } = OwnProgram();

    public bool Has(LetterType type) => Limits is not null && (type != LetterType.Pdf || Pdf is not null);

    /// <summary>The files that this executable consists of. Not its folder: settings, keys and the database may lie in that too.</summary>
    public static IEnumerable<string> OwnFiles(IReadOnlyList<string> own)
    {
        var folder = Path.GetDirectoryName(own[^1])!;
        var files = Directory.EnumerateFiles(folder).Where(x =>
            Path.GetExtension(x) is ".dll" or ".so" || x.EndsWith(".deps.json", StringComparison.Ordinal) || x.EndsWith(".runtimeconfig.json", StringComparison.Ordinal));
        string?[] folders = [Path.Combine(folder, "runtimes"), RuntimeFolder];
        return own.Concat(files).Concat(folders.OfType<string>().Where(Directory.Exists)).Distinct(StringComparer.Ordinal);
    }

    /// <summary>Where .NET lies; null where the executable brings its own.</summary>
    public static string? RuntimeFolder => RootOf(typeof(object).Assembly.Location);

    /// <summary>Of <c>ROOT/shared/Microsoft.NETCore.App/VERSION/System.Private.CoreLib.dll</c>; of any other place there is none.</summary>
    internal static string? RootOf(string library) =>
        Path.GetDirectoryName(Path.GetDirectoryName(library)) is { } shared && shared.EndsWith("/shared/Microsoft.NETCore.App", StringComparison.Ordinal)
            ? Path.GetFullPath(Path.Combine(shared, "..", ".."))
            : null;

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
