using Daypass.Server.Support;

namespace Daypass.Server.Help;

/// <summary>Keeps what an agent has to say about an article or an internal note, with their name (K2).</summary>
internal sealed class LeaveInternalFeedback(Store store, TimeProvider clock, PublicArticles articles, InternalNotes notes)
{
    public async Task<FeedbackResult> Run(AgentSignedIn agent, string article, string language, string comment)
    {
        if ((articles.Find(article, language) ?? notes.Find(agent, article, language)) is not { } about)
        {
            return FeedbackResult.NoSuchArticle;
        }

        if (FeedbackText.Clean(comment) is not { Length: <= FeedbackText.Longest } text)
        {
            return FeedbackResult.TooLong;
        }

        return await store.Write(Guid.Empty, async db =>
        {
            if (await db.AgentTurn(agent) is null)
            {
                return FeedbackResult.SignedOut;
            }

            var now = clock.Now();
            db.HelpFeedback.Add(new HelpFeedback
            {
                Id = Guid.CreateVersion7(now), Article = about.Name, Language = about.Language, Kind = FeedbackKind.Internal, Comment = text, At = now, AgentId = agent.AgentId,
            });
            return FeedbackResult.Kept;
        });
    }
}
