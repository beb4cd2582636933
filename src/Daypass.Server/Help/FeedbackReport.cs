using Microsoft.EntityFrameworkCore;

namespace Daypass.Server.Help;

/// <summary>How often an article was found helpful, and how often not.</summary>
internal sealed record ArticleCount(string Article, int Yes, int No, int Notes);

/// <summary>Something said about an article; <paramref name="By"/> only where support said it.</summary>
internal sealed record Remark(string Article, string Language, bool? Helpful, string Text, DateTimeOffset At, string? By);

internal sealed record FeedbackView(IReadOnlyList<ArticleCount> Counts, IReadOnlyList<Remark> Remarks, int Total, int Page, int Pages);

/// <summary>What support reads about the articles (K2): counts for each, and what was said, the newest first.</summary>
internal sealed class FeedbackReport(Store store)
{
    public const int PerPage = 50;

    /// <param name="article">Only what was said about this one; the counts are of all.</param>
    public Task<FeedbackView> Run(string? article, FeedbackKind? kind, int page) => store.ReadAcross(async db =>
    {
        var counts = await db.HelpFeedback.GroupBy(x => x.Article).Select(x => new ArticleCount(
            x.Key, x.Count(y => y.Helpful == true), x.Count(y => y.Helpful == false), x.Count(y => y.Kind == FeedbackKind.Internal))).ToListAsync();
        var said = db.HelpFeedback.Where(x => x.Comment != null && (article == null || x.Article == article) && (kind == null || x.Kind == kind));
        var total = await said.CountAsync();
        var pages = Math.Max(1, (total + PerPage - 1) / PerPage);
        page = Math.Clamp(page, 1, pages);
        var remarks = await said.OrderByDescending(x => x.At).ThenByDescending(x => x.Id).Skip((page - 1) * PerPage).Take(PerPage)
            .Select(x => new Remark(x.Article, x.Language, x.Helpful, x.Comment!, x.At, db.SupportAgents.Where(agent => agent.Id == x.AgentId).Select(agent => agent.Name).FirstOrDefault()))
            .ToListAsync();
        return new FeedbackView(counts, remarks, total, page, pages);
    });
}
