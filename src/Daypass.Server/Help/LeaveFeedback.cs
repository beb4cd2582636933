using System.Net;

namespace Daypass.Server.Help;

internal enum FeedbackResult { Kept, NoSuchArticle, TooLong, TooMany, SignedOut }

/// <summary>Keeps an answer to "Was this article helpful?" (K2). Who answered is not kept, and what looks like a code or an address is taken out.</summary>
internal sealed class LeaveFeedback(Store store, TimeProvider clock, PublicArticles articles, FeedbackPlaces places)
{
    public async Task<FeedbackResult> Run(string article, string language, bool helpful, string? comment, IPAddress from)
    {
        if (articles.Find(article, language) is not { } about)
        {
            return FeedbackResult.NoSuchArticle;
        }

        var text = FeedbackText.Clean(comment);
        if (text?.Length > FeedbackText.Longest)
        {
            return FeedbackResult.TooLong;
        }

        if (!places.Take(from))
        {
            return FeedbackResult.TooMany;
        }

        await store.Write(Guid.Empty, db =>
        {
            var now = clock.Now();
            db.HelpFeedback.Add(new HelpFeedback
            {
                Id = Guid.CreateVersion7(now), Article = about.Name, Language = about.Language, Kind = FeedbackKind.Reader, Helpful = helpful, Comment = text, At = now,
            });
            return Task.CompletedTask;
        });
        return FeedbackResult.Kept;
    }
}
