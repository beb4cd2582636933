namespace Daypass.Server.Hosting;

/// <summary>The folder of the SQLite file and the keys: readable by its owner only, and served by one server at a time.</summary>
internal static class DataFolder
{
    /// <summary>Makes the folder if need be.</summary>
    public static void Ready(string folder)
    {
        try
        {
            // On Windows the folder's inherited permissions decide.
            _ = OperatingSystem.IsWindows()
                ? Directory.CreateDirectory(folder)
                : Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
        catch (Exception why) when (why is IOException or UnauthorizedAccessException)
        {
            throw new RefusedToStart(Errors.FolderNotUsable(folder, why.Message));
        }
    }

    /// <summary>Makes the folder of these settings; refuses one that others may look into or write to, where something of ours lies in it.</summary>
    public static void Ready(DaypassOptions options)
    {
        Ready(options.DataFolder);
        const UnixFileMode owners = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
        if (!OperatingSystem.IsWindows() && (options.UsesSqlite || options.KeyFile is null) && (File.GetUnixFileMode(options.DataFolder) & ~owners) != UnixFileMode.None)
        {
            throw new RefusedToStart(Errors.FolderOpenToOthers(options.DataFolder));
        }
    }

    /// <summary>
    /// Takes the SQLite file for this process. The lock is the operating system's (flock): it ends with the process, however that ends.
    /// </summary>
    public static IDisposable Take(DaypassOptions options)
    {
        try
        {
            return new FileStream(options.SqliteFile + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException why) when (why is not DirectoryNotFoundException)
        {
            throw new RefusedToStart(Errors.SecondServer(options.SqliteFile));
        }
        catch (UnauthorizedAccessException why)
        {
            throw new RefusedToStart(Errors.FolderNotUsable(options.DataFolder, why.Message));
        }
    }
}
