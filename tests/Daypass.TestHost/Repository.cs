namespace Daypass.TestHost;

/// <summary>The checked-out repository that the tests were built from.</summary>
public static class Repository
{
    public static string Root { get; } = Find();

    /// <summary>A file of test output, kept after the run; its folder is made.</summary>
    public static string Artifact(params string[] parts)
    {
        var file = Path.Combine([Root, "artifacts", .. parts]);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        return file;
    }

    private static string Find()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Daypass.slnx")))
        {
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("The tests do not run inside their repository.");
        }

        return folder;
    }
}
