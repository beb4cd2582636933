using Daypass.Server.Hosting;

namespace Daypass.Server.Notifications;

/// <summary>A link of a letter: what it does and its token, which exists here and in the mail only.</summary>
/// <param name="EndsAt">Null: it ends with what it is about.</param>
internal sealed record MailLink(LinkPurpose Purpose, Token Token, DateTimeOffset? EndsAt);

/// <summary>A notice taken from the outbox by one server, with all that its mail says.</summary>
/// <param name="Claim">Whoever holds this claim may send, and write down what came of it.</param>
/// <param name="ActorName">Who did it; null where nobody is named.</param>
internal sealed record Letter(Notice Notice, Guid Claim, Firm Firm, Account Recipient, Account Person, string? ActorName,
    Authenticator? Device, TemporaryCode? Code, MailboxWait? Wait, SupportCase? Case, MailLink? Link)
{
    public bool IsOfDesk => Notice.FirmId == Guid.Empty;

    public static Letter ToAgent(Notice notice, Guid claim, SupportAgent recipient, SupportAgent about) =>
        new(notice, claim, Desk(recipient), AsAddressee(recipient), AsAddressee(about), null, null, null, null, null, null);

    /// <summary>The desk is of no firm: each agent has their own language, and times are in UTC, which the mail says.</summary>
    private static Firm Desk(SupportAgent recipient) => new() { Language = recipient.Language ?? Languages.Default, TimeZone = "UTC" };

    private static Account AsAddressee(SupportAgent agent) => new() { Id = agent.Id, Name = agent.Name, Email = agent.Email };

    public bool ActorIsRecipient => Notice.ActorId == Recipient.Id;
}
