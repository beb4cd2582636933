namespace Daypass.Server.Notifications;

/// <summary>One line of the table that says who, what and when.</summary>
internal readonly record struct Fact(string Label, string Value);

/// <summary>A link with the words on its button.</summary>
internal readonly record struct MailAction(string Label, string Address);

/// <summary>What a mail says, before it has a form. All of it plain text; the layouts encode it.</summary>
internal sealed record MailContent(
    string Language, string FirmName, string Subject, string Greeting, IReadOnlyList<string> Paragraphs, IReadOnlyList<Fact> Facts,
    IReadOnlyList<string> BeforeAction, IReadOnlyList<MailAction> Actions, IReadOnlyList<string> Footer);
