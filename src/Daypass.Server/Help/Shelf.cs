using Daypass.Server.Hosting;

namespace Daypass.Server.Help;

/// <summary>The articles of one place in the executable, each in every language.</summary>
internal sealed class Shelf
{
    private readonly Dictionary<(string Name, string Language), Article> _articles = [];

    /// <param name="place">The first part of the names of the resources.</param>
    /// <param name="ending">What the files' names end in before <c>.md</c>.</param>
    public Shelf(string place, string ending, ArticleReader reader)
    {
        var executable = typeof(Shelf).Assembly;
        foreach (var resource in executable.GetManifestResourceNames().Where(x => x.StartsWith(place + "/", StringComparison.Ordinal)))
        {
            var (language, file) = (resource.Split('/')[1], resource.Split('/')[2]);
            using var text = new StreamReader(executable.GetManifestResourceStream(resource)!);
            var name = file[..^ending.Length];
            _articles[(name, language)] = reader.Read(name, language, text.ReadToEnd());
        }
    }

    public Article? Find(string name, string language) =>
        _articles.GetValueOrDefault((name, language)) ?? _articles.GetValueOrDefault((name, Languages.Default));

    /// <summary>In no order.</summary>
    public IEnumerable<Article> All(string language) => _articles.Values.Where(x => x.Language == language);
}
