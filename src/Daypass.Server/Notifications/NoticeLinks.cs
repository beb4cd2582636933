using Microsoft.EntityFrameworkCore;

namespace Daypass.Server.Notifications;

/// <summary>
/// Which link a notice carries. Only the person gets a link that acts: a copy leads to sign-in (T2). Of a case every administrator may
/// say "stop this" (T1), whomever it is about.
/// </summary>
internal static class NoticeLinks
{
    /// <summary>The link that the mail is there for.</summary>
    public static LinkPurpose? PurposeOf(NoticeKind kind) => kind switch
    {
        NoticeKind.Invitation => LinkPurpose.Invitation,
        NoticeKind.PasswordResetLink => LinkPurpose.PasswordReset,
        NoticeKind.AccountLocked or NoticeKind.AccountLockedForAll => LinkPurpose.Unlock,
        NoticeKind.MailboxProof => LinkPurpose.MailboxProof,
        NoticeKind.MailboxProofAfterWait => LinkPurpose.MailboxProofAfterWait,
        _ => null,
    };

    /// <summary>T2: the notices of a code, and of a device paired through one.</summary>
    public static bool TellsOfRecovery(NoticeKind kind) =>
        kind is NoticeKind.CodeIssued or NoticeKind.CodeFirstUsed or NoticeKind.CodeExhausted or NoticeKind.CodeRemoved or NoticeKind.DevicePaired;

    /// <summary>T1: the case goes on, or something is going to happen in it.</summary>
    public static bool MayBeStopped(NoticeKind kind) =>
        kind is NoticeKind.CaseOpened or NoticeKind.CaseThawed or NoticeKind.CaseWaitStarted or NoticeKind.HandOverAnnounced or NoticeKind.PrimarySuspended;

    public static Guid? CodeOf(Notice notice, Authenticator? device) =>
        notice.Kind == NoticeKind.DevicePaired && device is not null ? device.PairedThroughCode : notice.CodeId;

    public static async Task<MailLink?> Make(DaypassDb db, DateTimeOffset now, Notice notice, Account recipient, Account person, Authenticator? device, TemporaryCode? code, SupportCase? about)
    {
        if (MayBeStopped(notice.Kind))
        {
            return about is { ClosedAt: null } ? new MailLink(LinkPurpose.StopCase, await LinkTokens.MakeStopCase(db, now, recipient, about.Id, notice.Id), null) : null;
        }

        if (notice.Kind == NoticeKind.CodeDelivery)
        {
            return await Moot.OpenDelivery(db, now, notice).SingleOrDefaultAsync() is { } delivery
                ? new MailLink(LinkPurpose.FetchCode, await LinkTokens.Make(db, now, recipient, LinkPurpose.FetchCode, delivery.ExpiresAt, subject: delivery.Id, notice: notice.Id), delivery.ExpiresAt)
                : null;
        }

        if (notice.IsCopy || notice.RecipientId != notice.AccountId)
        {
            return null;
        }

        if (PurposeOf(notice.Kind) is { } purpose)
        {
            return new MailLink(purpose, await LinkTokens.Make(db, now, person, purpose, notice.Id), now + LinkTokens.LifeOf(purpose));
        }

        if (TellsOfRecovery(notice.Kind) && code is not null && LinkTokens.NotMeEnds(code) is var ends && now < ends)
        {
            return new MailLink(LinkPurpose.NotMe, await LinkTokens.MakeNotMe(db, now, person, code, device?.Id, notice.Id), ends);
        }

        return null;
    }

    /// <summary>The path of the page that the link opens; it shows one confirming button, since mail scanners open links.</summary>
    public static string Path(Firm firm, MailLink link) => $"/{firm.Address}/link/{Segment(link.Purpose)}/{link.Token.Reveal()}";

    private static string Segment(LinkPurpose purpose) => purpose switch
    {
        LinkPurpose.Invitation => "invitation",
        LinkPurpose.PasswordReset => "reset",
        LinkPurpose.Unlock => "unlock",
        LinkPurpose.MailboxProof or LinkPurpose.MailboxProofAfterWait => "mailbox",
        LinkPurpose.NotMe => "not-me",
        LinkPurpose.StopCase => "stop-case",
        LinkPurpose.FetchCode => "fetch-code",
        _ => throw new ArgumentOutOfRangeException(nameof(purpose), purpose, "No mail carries this link."),
    };
}
