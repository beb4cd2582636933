using System.Collections.Frozen;

namespace Daypass.Server.Hosting;

/// <summary>P3: passwords that many people use, so that they are guessed first: the word list of the zxcvbn package.</summary>
internal static class CommonPasswords
{
    private static readonly Lazy<FrozenSet<string>> Words = new(Load);

    public static int Count => Words.Value.Count;

    public static bool Have(string lower) => Words.Value.Contains(lower);

    private static FrozenSet<string> Load()
    {
        var assembly = typeof(Zxcvbn.Zxcvbn).Assembly;
        var resource = assembly.GetManifestResourceNames().Single(x => x.EndsWith("passwords.lst", StringComparison.Ordinal));
        using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!);
        var words = new HashSet<string>(StringComparer.Ordinal);
        while (reader.ReadLine() is { } line)
        {
            words.Add(line.Trim().ToLowerInvariant());
        }

        return words.ToFrozenSet(StringComparer.Ordinal);
    }
}
