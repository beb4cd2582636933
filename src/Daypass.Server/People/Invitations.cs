using Daypass.Server.Audit;
using Daypass.Server.Notifications;
using Microsoft.EntityFrameworkCore;

namespace Daypass.Server.People;

/// <summary>What invited logins have in common (E3).</summary>
internal static class Invitations
{
    /// <summary>A login that waits for its invitation to be accepted.</summary>
    public static Account NewAccount(DateTimeOffset now, Guid firm, Kind kind, PersonDetails details, bool isAdministrator, Permission permissions) => new()
    {
        Id = Guid.CreateVersion7(now),
        FirmId = firm,
        Kind = kind,
        State = AccountState.Invited,
        Name = details.Name,
        Email = details.Email.Address,
        EmailKey = details.Email.Key,
        Phone = details.Phone,
        IsAdministrator = isAdministrator,
        Permissions = permissions,
        CreatedAt = now,
    };

    /// <summary>
    /// Has an invitation mailed; the link is made when the mail is sent. Earlier links die now, not only when the new one is made.
    /// </summary>
    public static async Task Send(DaypassDb db, DateTimeOffset now, Account account, By by)
    {
        account.InvitedAt = now;
        await LinkTokens.End(db, now, account.Id, LinkPurpose.Invitation);
        db.Record(now, account.FirmId, EventKind.Invited, by, account.Id);
        // One that still waits to be sent is as good as another.
        if (!await db.Notices.AnyAsync(x => x.RecipientId == account.Id && x.Kind == NoticeKind.Invitation && x.SentAt == null && x.FailedAt == null && x.ClaimedUntil == null))
        {
            db.Tell(now, NoticeKind.Invitation, account, by);
        }
    }
}
