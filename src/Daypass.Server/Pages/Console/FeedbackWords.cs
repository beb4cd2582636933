namespace Daypass.Server.Pages.Console;

/// <summary>Names the texts of the page about feedback: FeedbackWords.resx.</summary>
internal sealed class FeedbackWords;
