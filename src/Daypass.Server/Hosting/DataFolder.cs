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
