using Daypass.Server.Audit;
using Microsoft.EntityFrameworkCore;

namespace Daypass.Server.Notifications;

/// <summary>What a notice is about, besides the person.</summary>
internal readonly record struct Subject(Guid? Code = null, Guid? Device = null, Guid? Wait = null, Guid? Case = null);

/// <summary>
/// Telling people (T1, T3): puts notices into the outbox, in the transaction of the thing they tell of.
/// Links are made when the mail is sent.
/// </summary>
internal static class Telling
{
    /// <summary>Tells the person themselves.</summary>
    public static void Tell(this DaypassDb db, DateTimeOffset now, NoticeKind kind, Account person, By by, Subject about = default) =>
        db.Notices.Add(New(now, kind, person, person.Id, by, about, isCopy: false));

    /// <summary>
    /// Tells the person if there is one. If not, the outbox gets a row all the same, of no login and done with at once: what a stranger
    /// asks for costs the same writes for every address (P1).
    /// </summary>
    public static void TellWhoever(this DaypassDb db, DateTimeOffset now, NoticeKind kind, Account? person, Guid firm, Guid standIn)
    {
        if (person is not null)
        {
            db.Tell(now, kind, person, By.Nobody);
            return;
        }

        var notice = New(now, kind, new Account { Id = standIn, FirmId = firm }, standIn, By.Nobody, default, isCopy: false);
        (notice.FailedAt, notice.Failure) = (now, "nobody has this address");
        db.Notices.Add(notice);
    }

    /// <summary>
    /// Tells the person, and those who watch over them: for staff the primary administrator, for an administrator all other administrators (T1).
    /// </summary>
    public static async Task TellWithWatchers(this DaypassDb db, DateTimeOffset now, NoticeKind kind, Account person, By by, Subject about = default)
    {
        db.Tell(now, kind, person, by, about);
        if (person.Kind == Kind.Client)
        {
            return;
        }

        await db.TellAdministrators(now, kind, person, by, about, primaryOnly: !person.IsAdministrator);
    }

    /// <summary>Tells all administrators of the firm, or the primary one, about a person; not the person themselves.</summary>
    public static async Task TellAdministrators(this DaypassDb db, DateTimeOffset now, NoticeKind kind, Account about, By by, Subject subject = default, bool primaryOnly = false)
    {
        var watchers = await db.Accounts.AsNoTracking()
            .Where(x => x.FirmId == about.FirmId && x.State == AccountState.Active && x.Id != about.Id && (primaryOnly ? x.IsPrimary : x.IsAdministrator))
            .Select(x => x.Id).ToListAsync();
        db.TellEach(now, kind, about, watchers, by, subject);
    }

    /// <summary>Tells each of them about a person; the person themselves, if among them, as one who is told of their own login.</summary>
    public static void TellEach(this DaypassDb db, DateTimeOffset now, NoticeKind kind, Account about, IEnumerable<Guid> recipients, By by, Subject subject)
    {
        foreach (var recipient in recipients)
        {
            db.Notices.Add(New(now, kind, about, recipient, by, subject, isCopy: recipient != about.Id));
        }
    }

    private static Notice New(DateTimeOffset now, NoticeKind kind, Account about, Guid recipient, By by, Subject subject, bool isCopy) => new()
    {
        Id = Guid.CreateVersion7(),
        FirmId = about.FirmId,
        RecipientId = recipient,
        AccountId = about.Id,
        Kind = kind,
        CodeId = subject.Code,
        DeviceId = subject.Device,
        WaitId = subject.Wait,
        CaseId = subject.Case,
        Actor = by.Kind,
        ActorId = by.Kind is ActorKind.Account or ActorKind.MailedLink ? by.Id : null,
        IsCopy = isCopy,
        CreatedAt = now,
        NextTryAt = now,
    };
}
