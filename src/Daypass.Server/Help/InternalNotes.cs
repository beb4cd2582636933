using Daypass.Server.Support;

namespace Daypass.Server.Help;

/// <summary>
/// K1: what only support reads. A note bears the name of the article that it belongs to, or stands alone. Whoever asks hands in the
/// signed-in agent, whom only the support listener has.
/// </summary>
internal sealed class InternalNotes(ArticleReader reader)
{
    private readonly Lazy<Shelf> _shelf = new(() => new Shelf("help-internal", ".internal", reader));

    public Article? Find(AgentSignedIn agent, string name, string language) => agent is null ? null : _shelf.Value.Find(name, language);

    public IEnumerable<Article> All(AgentSignedIn agent, string language) => agent is null ? [] : _shelf.Value.All(language);
}
