using Daypass.TestHost;

namespace Daypass.Server.Tests.Help;

/// <summary>The articles as files.</summary>
internal static class ArticleFiles
{
    public static readonly string Folder = Path.Combine(Repository.Root, "src/Daypass.Server/Help/Articles");
    public static readonly string[] Languages = ["en", "de"];

    public static IEnumerable<string> Public(string language) => Files(language).Where(x => !IsInternal(x));

    public static IEnumerable<string> Internal(string language) => Files(language).Where(IsInternal);

    /// <summary>The article's name in its address.</summary>
    public static string NameOf(string file) => Path.GetFileName(file).Split('.')[0];

    private static string[] Files(string language) => [.. Directory.GetFiles(Path.Combine(Folder, language), "*.md").Order(StringComparer.Ordinal)];

    private static bool IsInternal(string file) => file.EndsWith(".internal.md", StringComparison.Ordinal);
}
