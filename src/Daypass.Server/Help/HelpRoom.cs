namespace Daypass.Server.Help;

/// <summary>The door of this room: articles, search and what readers say about them. Its pages are in <c>Pages/Help</c>.</summary>
internal static class HelpRoom
{
    public static IServiceCollection AddHelp(this IServiceCollection services) => services
        .AddSingleton<Pictures>()
        .AddSingleton<ArticleReader>()
        .AddSingleton<PublicArticles>()
        .AddSingleton<InternalNotes>()
        .AddSingleton<FeedbackPlaces>()
        .AddSingleton<LeaveFeedback>()
        .AddSingleton<LeaveInternalFeedback>()
        .AddSingleton<FeedbackReport>();
}
