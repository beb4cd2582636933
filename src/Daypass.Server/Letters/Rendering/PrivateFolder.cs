namespace Daypass.Server.Letters.Rendering;

/// <summary>A folder that only this user may look into, removed afterwards. What a killed server left behind goes when the next one is made.</summary>
internal sealed class PrivateFolder : IDisposable
{
    private const string Prefix = "daypass-letter-";
    private static readonly TimeSpan LeftBehind = TimeSpan.FromHours(1);

    public PrivateFolder()
    {
        // The machine's own clock: files bear its time.
        var before = TimeProvider.System.GetUtcNow().UtcDateTime - LeftBehind;
        foreach (var folder in Directory.EnumerateDirectories(System.IO.Path.GetTempPath(), Prefix + "*"))
        {
            if (Directory.GetCreationTimeUtc(folder) < before)
            {
                Remove(folder);
            }
        }

        // 0700.
        Path = Directory.CreateTempSubdirectory(Prefix).FullName;
    }

    public string Path { get; }

    public void Dispose() => Remove(Path);

    private static void Remove(string folder)
    {
        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (Exception why) when (why is IOException or UnauthorizedAccessException)
        {
            // Another user's, or another server removes it at this moment.
        }
    }
}
