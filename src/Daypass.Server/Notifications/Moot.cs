using Microsoft.EntityFrameworkCore;

namespace Daypass.Server.Notifications;

/// <summary>A notice that came to nothing while it waited is dropped: a link that nobody waits for any more, a warning of what can no longer happen.</summary>
internal static class Moot
{
    /// <summary>Why the notice is of no use any more; null: send it.</summary>
    public static async Task<string?> Why(DaypassDb db, DateTimeOffset now, Notice notice, Account person, MailboxWait? wait) => notice.Kind switch
    {
        NoticeKind.Invitation when person.State != AccountState.Invited => "the invitation is no longer open",
        NoticeKind.PasswordResetLink or NoticeKind.MailboxProof or NoticeKind.MailboxProofAfterWait when person.State != AccountState.Active => "the login is not active",
        // Asked for by somebody who has given up waiting since.
        NoticeKind.PasswordResetLink or NoticeKind.SignInLinks when now >= notice.CreatedAt + LinkTokens.PasswordResetLife => "too old",
        NoticeKind.MailboxProof when now >= notice.CreatedAt + LinkTokens.MailboxProofLife => "too old",
        NoticeKind.MailboxProofAfterWait when wait?.StoppedAt is not null => "the wait was stopped",
        NoticeKind.CodeDelivery when !await OpenDelivery(db, now, notice).AnyAsync() => "the words are no longer good",
        NoticeKind.MfaAboutToTurnOff when person.HoldUntil is not { } hold || now >= hold || new Hold(hold).IsOpen => "MFA is not about to turn off",
        NoticeKind.Invitation or NoticeKind.PasswordResetLink or NoticeKind.SignInLinks or NoticeKind.MailboxProof or NoticeKind.MailboxProofAfterWait
            when await HasNewer(db, notice) => "a newer one was asked for",
        _ => null,
    };

    /// <summary>H4b: the code that is ready, if it still can be fetched.</summary>
    public static IQueryable<CodeDelivery> OpenDelivery(DaypassDb db, DateTimeOffset now, Notice notice) => db.CodeDeliveries.AsNoTracking().Where(x =>
        x.CaseId == notice.CaseId && x.AccountId == notice.RecipientId && x.CreatedAt == notice.CreatedAt && x.FetchedAt == null && x.EndedAt == null && x.ExpiresAt > now);

    private static Task<bool> HasNewer(DaypassDb db, Notice notice) => db.Notices.AnyAsync(x =>
        x.AccountId == notice.AccountId && x.Kind == notice.Kind && !x.IsCopy && x.CreatedAt > notice.CreatedAt);
}
