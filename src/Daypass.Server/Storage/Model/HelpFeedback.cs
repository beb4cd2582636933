namespace Daypass.Server.Storage.Model;

internal enum FeedbackKind
{
    /// <summary>"Was this article helpful?", from anybody.</summary>
    Reader = 1,

    /// <summary>A note of support about an article.</summary>
    Internal = 2,
}

/// <summary>What somebody said about a help article (K2). Nothing about who it was, but for support's own notes.</summary>
internal sealed class HelpFeedback
{
    public Guid Id { get; set; }

    /// <summary>The article's name in its address.</summary>
    public string Article { get; set; } = "";
    public string Language { get; set; } = "";
    public FeedbackKind Kind { get; set; }
    public bool? Helpful { get; set; }
    public string? Comment { get; set; }
    public DateTimeOffset At { get; set; }
    public Guid? AgentId { get; set; }
}
