namespace Daypass.Server.Help;

/// <summary>What everybody may read. It knows of one shelf only: internal notes cannot be reached from here, whatever a page does.</summary>
internal sealed class PublicArticles(ArticleReader reader)
{
    private readonly Lazy<Shelf> _shelf = new(() => new Shelf("help", "", reader));

    public Article? Find(string name, string language) => _shelf.Value.Find(name, language);

    public IEnumerable<Article> All(string language) => _shelf.Value.All(language);
}
