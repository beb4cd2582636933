using System.Globalization;
using System.Security.Cryptography;

namespace Daypass.Server.Hosting.Keys;

/// <summary>One line of the key file.</summary>
internal sealed record MasterKey(string Id, DateTimeOffset MadeAt, byte[] Secret)
{
    public static MasterKey New(DateTimeOffset now) => new(Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(4)), now, RandomNumberGenerator.GetBytes(32));

    public override string ToString() => Id;
}

/// <summary>
/// The file's form. Text, one key a line, oldest first: id (8 hexadecimal digits), time made (UTC), 32 random bytes in Base64.
/// Lines that begin with # are for people.
/// </summary>
internal static class KeyFileText
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    public static IReadOnlyList<MasterKey> Read(string path)
    {
        if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & ~(OwnerOnly | UnixFileMode.UserExecute)) != UnixFileMode.None)
        {
            throw new RefusedToStart(Errors.KeyFileOpenToOthers(path));
        }

        var keys = new List<MasterKey>();
        foreach (var (number, line) in File.ReadAllLines(path).Index())
        {
            if (line.Length > 0 && line[0] != '#')
            {
                keys.Add(Parse(line) ?? throw new RefusedToStart(Errors.KeyFileDamaged(path, number + 1)));
            }
        }

        return keys.Count > 0 ? keys : throw new RefusedToStart(Errors.KeyFileDamaged(path, 1));
    }

    /// <summary>Writes a first key, unless another server did so in the meantime. Servers that start at once take turns by a lock beside the file.</summary>
    public static void CreateIfAbsent(string path, MasterKey key)
    {
        using var turn = Turn(path);
        if (!File.Exists(path))
        {
            File.Move(Draft(path, [key]), path);
        }
    }

    private static FileStream Turn(string path)
    {
        for (var left = 200; ; left--)
        {
            try
            {
                return new FileStream(path + ".lock", FileMode.OpenOrCreate, FileAccess.Write, FileShare.None);
            }
            catch (IOException) when (left > 0)
            {
                Thread.Sleep(50);
            }
        }
    }

    /// <summary>Replaces the file in one step: a crash leaves the old one or the new one.</summary>
    public static void Replace(string path, IReadOnlyList<MasterKey> keys) => File.Move(Draft(path, keys), path, overwrite: true);

    private static string Draft(string path, IReadOnlyList<MasterKey> keys)
    {
        var draft = $"{path}.{Guid.NewGuid():N}.new";
        var how = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            how.UnixCreateMode = OwnerOnly;
        }

        using var file = new FileStream(draft, how);
        using var text = new StreamWriter(file);
        text.WriteLine("# Keys of Daypass. Keep a copy, apart from the copies of the database; show it to nobody.");
        foreach (var key in keys)
        {
            text.WriteLine($"{key.Id} {key.MadeAt.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)} {Convert.ToBase64String(key.Secret)}");
        }

        text.Flush();
        file.Flush(flushToDisk: true);
        return draft;
    }

    private static MasterKey? Parse(string line)
    {
        var parts = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var secret = new byte[32];
        return parts.Length == 3 && parts[0].Length == 8 && parts[0].All(char.IsAsciiHexDigitLower)
            && DateTimeOffset.TryParse(parts[1], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var made)
            && Convert.TryFromBase64String(parts[2], secret, out var length) && length == secret.Length
            ? new MasterKey(parts[0], made, secret)
            : null;
    }
}
