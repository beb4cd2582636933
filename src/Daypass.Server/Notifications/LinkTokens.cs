using Microsoft.EntityFrameworkCore;

namespace Daypass.Server.Notifications;

/// <summary>Where a mailed link stands; said on its page, so that the person knows what to do next.</summary>
internal enum LinkState
{
    Good,

    /// <summary>Never mailed, or another purpose's, or another firm's.</summary>
    Unknown,

    /// <summary>Used, or a newer one was mailed.</summary>
    Dead,
    Expired,
}

internal readonly record struct LinkLook(LinkState State, Link? Link);

/// <summary>
/// Links that are mailed. A link works once and until its end: it is good one microsecond before and dead at it. Where only the newest
/// counts, making one ends the others of its purpose. The token leaves in the mail; the row keeps its hash.
/// </summary>
internal static class LinkTokens
{
    public static readonly TimeSpan InvitationLife = TimeSpan.FromDays(7);
    public static readonly TimeSpan PasswordResetLife = TimeSpan.FromMinutes(60);
    public static readonly TimeSpan UnlockLife = TimeSpan.FromHours(24);
    public static readonly TimeSpan MailboxProofLife = TimeSpan.FromMinutes(30);

    /// <summary>T2, counted from the code's end.</summary>
    public static readonly TimeSpan NotMeLife = TimeSpan.FromDays(7);

    /// <summary>A link to stop a case goes with the case; for as long again after its end it shows where the case stands.</summary>
    public static readonly TimeSpan StopCaseShows = TimeSpan.FromDays(7);

    /// <summary>T2. As long as the code lives, its end is its expiry; a spent code counts as live (C4).</summary>
    public static DateTimeOffset NotMeEnds(TemporaryCode code) =>
        (code.State is not (CodeState.Live or CodeState.Spent) && code.EndedAt is { } ended && ended < code.ExpiresAt ? ended : code.ExpiresAt) + NotMeLife;

    /// <summary>The life of a link whose life depends on nothing else.</summary>
    public static TimeSpan LifeOf(LinkPurpose purpose) => purpose switch
    {
        LinkPurpose.Invitation => InvitationLife,
        LinkPurpose.PasswordReset => PasswordResetLife,
        LinkPurpose.Unlock => UnlockLife,
        LinkPurpose.MailboxProof or LinkPurpose.MailboxProofAfterWait => MailboxProofLife,
        _ => throw new ArgumentOutOfRangeException(nameof(purpose), purpose, "Its end depends on what it is about."),
    };

    /// <summary>Makes a link that lives as long as its purpose says.</summary>
    public static Task<Token> Make(DaypassDb db, DateTimeOffset now, Account account, LinkPurpose purpose, Guid? notice = null) =>
        Make(db, now, account, purpose, now + LifeOf(purpose), notice: notice);

    /// <summary>T2. Every notice of a recovery carries a link of its own; all of them work.</summary>
    public static Task<Token> MakeNotMe(DaypassDb db, DateTimeOffset now, Account account, TemporaryCode code, Guid? device = null, Guid? notice = null) =>
        Make(db, now, account, LinkPurpose.NotMe, NotMeEnds(code), code.Id, device, notice);

    /// <summary>T1: "stop this". Every mail about a case carries a link of its own; all of them work, and again after the case went on.</summary>
    public static Task<Token> MakeStopCase(DaypassDb db, DateTimeOffset now, Account account, Guid supportCase, Guid? notice = null) =>
        Make(db, now, account, LinkPurpose.StopCase, Hold.OpenEnd, subject: supportCase, notice: notice);

    /// <summary>Makes a link and ends the account's earlier ones of the purpose, except those of T2, of a reset and of a case. Part of the caller's transaction.</summary>
    public static async Task<Token> Make(DaypassDb db, DateTimeOffset now, Account account, LinkPurpose purpose, DateTimeOffset expiresAt,
        Guid? code = null, Guid? subject = null, Guid? notice = null)
    {
        // Anybody can ask for a reset: their asking must not end the link that the person is about to open. Using one ends all.
        if (purpose is not (LinkPurpose.NotMe or LinkPurpose.PasswordReset or LinkPurpose.StopCase))
        {
            // One after the other: of two made at the same moment only one is the newest.
            await db.Lock(account.Id);
            await End(db, now, account.Id, purpose);
        }

        var token = Token.New();
        db.Links.Add(new Link
        {
            Id = Guid.CreateVersion7(),
            FirmId = account.FirmId,
            AccountId = account.Id,
            Purpose = purpose,
            TokenHash = token.Hash(),
            CreatedAt = now,
            ExpiresAt = expiresAt,
            CodeId = code,
            SubjectId = subject,
            NoticeId = notice,
        });
        await db.SaveChangesAsync();
        return token;
    }

    /// <summary>Ends links that were not used: a newer one is made, or what they are for is done with.</summary>
    public static Task<int> End(DaypassDb db, DateTimeOffset now, Guid account, LinkPurpose purpose) =>
        db.Links.Where(x => x.AccountId == account && x.Purpose == purpose && x.UsedAt == null)
            .ExecuteUpdateAsync(set => set.SetProperty(x => x.UsedAt, now));

    /// <summary>The link with this token, if it can be used now.</summary>
    public static async Task<Link?> Find(DaypassDb db, DateTimeOffset now, LinkPurpose purpose, string? token) =>
        await Look(db, now, purpose, token) is (LinkState.Good, { } link) ? link : null;

    /// <summary>As <see cref="Find"/>, and why not.</summary>
    public static async Task<LinkLook> Look(DaypassDb db, DateTimeOffset now, LinkPurpose purpose, string? token)
    {
        if (Token.HashOf(token) is not { } hash
            || await db.Links.AsNoTracking().SingleOrDefaultAsync(x => x.TokenHash == hash && x.Purpose == purpose) is not { } link)
        {
            return new LinkLook(LinkState.Unknown, null);
        }

        var state = link.UsedAt is not null ? LinkState.Dead
            : now >= await ExpiryOf(db, link) ? LinkState.Expired
            : LinkState.Good;
        return new LinkLook(state, link);
    }

    /// <summary>Uses the link up; false if it is dead. Of several at the same moment one gets true. Part of the caller's transaction.</summary>
    public static async Task<bool> Use(DaypassDb db, DateTimeOffset now, Link link) =>
        await db.Links.Where(x => x.Id == link.Id && x.UsedAt == null && x.ExpiresAt > now)
            .ExecuteUpdateAsync(set => set.SetProperty(x => x.UsedAt, now)) == 1;

    /// <summary>A code may end sooner than was known when its mail went out (T2: 7 days after it ended); nobody knows when a case will.</summary>
    private static async Task<DateTimeOffset> ExpiryOf(DaypassDb db, Link link) => link switch
    {
        { Purpose: LinkPurpose.NotMe, CodeId: { } code } when await db.TemporaryCodes.AsNoTracking().SingleOrDefaultAsync(x => x.Id == code) is { } about => NotMeEnds(about),
        { Purpose: LinkPurpose.StopCase, SubjectId: { } about } when await db.SupportCases.Where(x => x.Id == about).Select(x => x.ClosedAt).SingleOrDefaultAsync() is { } closed
            => closed + StopCaseShows,
        _ => link.ExpiresAt,
    };
}
