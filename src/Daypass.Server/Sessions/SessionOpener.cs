using Daypass.Server.Audit;
using Daypass.Server.Hosting;

namespace Daypass.Server.Sessions;

/// <summary>Opens a session, in the transaction of the step that earned it. Every session has a new token (P4, Q16).</summary>
internal static class SessionOpener
{
    public static (Token Token, Session Session) Open(DaypassDb db, DateTimeOffset now, Account account, SessionKind kind, ClientInfo client,
        TemporaryCode? code = null, Authenticator? confirmedWith = null)
    {
        var token = Token.New();
        var session = new Session
        {
            Id = Guid.CreateVersion7(now),
            FirmId = account.FirmId,
            AccountId = account.Id,
            TokenHash = token.Hash(),
            Kind = kind,
            CodeId = code?.Id,
            OpenedAt = now,
            LastSeenAt = now,
            ExpiresAt = SessionRule.ExpiresAt(now, code?.ExpiresAt),
            ConfirmedAt = confirmedWith is null ? null : now,
            ConfirmedWithPairedAt = confirmedWith?.PairedAt,
            Browser = client.Browser,
            ClientAddress = client.Address,
        };
        db.Sessions.Add(session);
        account.LastSignInAt = now;
        db.Record(now, account.FirmId, EventKind.SignedIn, By.Person(account.Id), account.Id, code: code?.Id, device: confirmedWith?.Id, session: session.Id,
            facts: new SignInFacts(kind));
        return (token, session);
    }
}
