using Daypass.Server.Audit;
using Daypass.Server.Notifications;
using Microsoft.EntityFrameworkCore;

namespace Daypass.Server.Cases;

/// <summary>
/// T1: what happens to a case is told to the primary administrator and to every other administrator of the firm; at a hand-over also to
/// whoever is to have the role. Each gets a mail of their own. A drill is told to nobody.
/// </summary>
internal static class CaseTelling
{
    public static Task Opened(DaypassDb db, DateTimeOffset now, SupportCase request, By by) => Tell(db, now, NoticeKind.CaseOpened, request, request.AccountId, by);

    /// <summary>An administrator stopped it: nothing moves.</summary>
    public static Task Frozen(DaypassDb db, DateTimeOffset now, SupportCase request, By by) => Tell(db, now, NoticeKind.CaseFrozen, request, request.AccountId, by);

    /// <summary>A technician called back anew, and it goes on.</summary>
    public static Task Thawed(DaypassDb db, DateTimeOffset now, SupportCase request, By by) => Tell(db, now, NoticeKind.CaseThawed, request, request.AccountId, by);

    /// <summary>H3: the 24 hours that may stand for a call back have begun, at <paramref name="now"/>.</summary>
    public static Task WaitStarted(DaypassDb db, DateTimeOffset now, SupportCase request, By by) => Tell(db, now, NoticeKind.CaseWaitStarted, request, request.AccountId, by);

    /// <summary>W2: 72 hours from now another person has the primary role.</summary>
    public static Task HandOverAnnounced(DaypassDb db, DateTimeOffset now, SupportCase request, By by) => Tell(db, now, NoticeKind.HandOverAnnounced, request, request.AccountId, by);

    public static Task HandOverStopped(DaypassDb db, DateTimeOffset now, SupportCase request, By by) => Tell(db, now, NoticeKind.HandOverStopped, request, request.AccountId, by);

    public static Task HandedOver(DaypassDb db, DateTimeOffset now, SupportCase request, By by) => Tell(db, now, NoticeKind.PrimaryHandedOver, request, request.AccountId, by);

    public static Task Suspended(DaypassDb db, DateTimeOffset now, SupportCase request, By by) => Tell(db, now, NoticeKind.PrimarySuspended, request, request.RequesterId, by);

    public static Task SuspensionLifted(DaypassDb db, DateTimeOffset now, SupportCase request, By by) => Tell(db, now, NoticeKind.PrimarySuspensionLifted, request, request.RequesterId, by);

    /// <param name="about">The login that the mail is about.</param>
    private static async Task Tell(DaypassDb db, DateTimeOffset now, NoticeKind kind, SupportCase request, Guid about, By by)
    {
        if (request.IsDrill)
        {
            return;
        }

        // A primary administrator whom support suspended is told all the same: it is about their role.
        var recipients = await db.Accounts
            // Said here too: a case is opened on a context that sees all firms.
            .Where(x => x.FirmId == request.FirmId)
            .Where(x => (x.IsAdministrator && x.State == AccountState.Active)
                || (x.Id == request.RequesterId && (x.State == AccountState.Active || x.State == AccountState.Suspended))
                || (request.Kind == CaseKind.HandOver && x.Id == request.AccountId && x.State == AccountState.Active))
            .Select(x => x.Id).ToListAsync();
        db.TellEach(now, kind, await db.Accounts.AsNoTracking().SingleAsync(x => x.Id == about), recipients, by, new Subject(Case: request.Id));
    }
}
