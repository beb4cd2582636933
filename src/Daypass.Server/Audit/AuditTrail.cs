using System.Text.Json;

namespace Daypass.Server.Audit;

/// <summary>Who did it: a login by its id, or one of the others.</summary>
internal readonly record struct By(ActorKind Kind, Guid? Id = null)
{
    public static By Person(Guid accountId) => new(ActorKind.Account, accountId);
    public static readonly By Operator = new(ActorKind.Operator);

    /// <summary>Somebody of the support desk.</summary>
    public static By Agent(Guid agentId) => new(ActorKind.Support, agentId);
    public static readonly By Job = new(ActorKind.Job);

    /// <summary>Somebody who opened a link mailed to this login.</summary>
    public static By MailedLink(Guid accountId) => new(ActorKind.MailedLink, accountId);

    /// <summary>Somebody who is not signed in.</summary>
    public static readonly By Nobody = new(ActorKind.Nobody);
}

/// <summary>
/// The audit record (A1). A line is added to the transaction of its effect, so that neither is there without the other.
/// It takes ids and typed facts; there is nowhere to put a name, an address or free text.
/// </summary>
internal static class AuditTrail
{
    public static void Record(this DaypassDb db, DateTimeOffset now, Guid firm, EventKind kind, By by, Guid? account = null,
        Guid? code = null, Guid? device = null, Guid? session = null, EventFacts? facts = null, Guid? supportCase = null) =>
        db.SecurityEvents.Add(new SecurityEvent
        {
            FirmId = firm,
            At = now,
            Kind = kind,
            Actor = by.Kind,
            ActorId = by.Id,
            AccountId = account,
            CodeId = code,
            DeviceId = device,
            SessionId = session,
            CaseId = supportCase,
            Facts = facts is null ? null : JsonSerializer.Serialize(facts, EventFacts.Json),
        });
}
