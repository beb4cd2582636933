using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;

namespace Daypass.Server.Notifications;

// T3: delivered at least once. One server at a time sends a notice: it takes a claim, by a conditional update, that outlives the
// sending; what came of it is written only by whoever still holds the claim. A server that died leaves a claim that ends by itself.

/// <summary>The notices that wait to be sent.</summary>
internal sealed class Outbox(Store store, TimeProvider clock, ILogger<Outbox> log)
{
    /// <summary>Longer than <see cref="NoticeSender.SendingTakesAtMost"/>, with room for the writing and for clocks that disagree by seconds.</summary>
    public static readonly TimeSpan ClaimHolds = TimeSpan.FromSeconds(120);

    public static readonly TimeSpan GivesUpAfter = TimeSpan.FromDays(3);
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(15);

    /// <summary>What this server is sending, so that a jump of the clock past a claim does not make it send twice at once.</summary>
    private readonly ConcurrentDictionary<Guid, Guid> _inHand = new();

    /// <summary>The next notice that is due, claimed for this server; null when there is none. <see cref="PutDown"/> follows.</summary>
    public async Task<Letter?> TakeNext()
    {
        var now = clock.Now();
        var due = await store.ReadAcross(db => Due(db, now).OrderBy(x => x.NextTryAt).ThenBy(x => x.Id).Take(20).Select(x => new { x.Id, x.FirmId }).ToListAsync());
        foreach (var one in due.Where(x => !_inHand.ContainsKey(x.Id)))
        {
            if (await store.Write(one.FirmId, db => Take(db, one.Id, now)) is { } letter)
            {
                _inHand[one.Id] = letter.Claim;
                return letter;
            }
        }

        return null;
    }

    public void PutDown(Letter letter) => _inHand.TryRemove(letter.Notice.Id, out _);

    public Task Delivered(Letter letter) => store.Write(letter.Notice.FirmId, async db =>
    {
        var now = clock.Now();
        if (await Held(db, letter).ExecuteUpdateAsync(set => set
            .SetProperty(x => x.SentAt, now).SetProperty(x => x.ClaimedUntil, (DateTimeOffset?)null)) == 0)
        {
            return;
        }

        await db.Accounts.Where(x => x.Id == letter.Recipient.Id && x.MailRefusedAt != null)
            .ExecuteUpdateAsync(set => set.SetProperty(x => x.MailRefusedAt, (DateTimeOffset?)null));
        log.NoticeSent(letter.Notice.Id, letter.Notice.Kind);
    });

    /// <summary>Not now: later, each time after a longer pause; given up after three days, though never before a try.</summary>
    public Task TryLater(Letter letter, string why)
    {
        var now = clock.Now();
        if (now >= letter.Notice.CreatedAt + GivesUpAfter)
        {
            return GiveUp(letter, why, refused: false);
        }

        var tries = letter.Notice.Tries;
        var next = now + PauseAfter(tries);
        log.NoticeWaits(letter.Notice.Id, letter.Notice.Kind, next, tries);
        return store.Write(letter.Notice.FirmId, db => Held(db, letter).ExecuteUpdateAsync(set => set
            .SetProperty(x => x.NextTryAt, next).SetProperty(x => x.ClaimedUntil, (DateTimeOffset?)null).SetProperty(x => x.Failure, Short(why))));
    }

    /// <summary>Refused for good; shown on the person's page until a mail to them gets through.</summary>
    public Task Refused(Letter letter, string why) => GiveUp(letter, why, refused: true);

    /// <summary>The server stops before it knows what came of the sending: another may try at once.</summary>
    public Task Release(Letter letter) => store.Write(letter.Notice.FirmId, db => Held(db, letter)
        .ExecuteUpdateAsync(set => set.SetProperty(x => x.ClaimedUntil, (DateTimeOffset?)null)));

    internal static TimeSpan PauseAfter(int tries) =>
        tries > 10 ? LongestPause : TimeSpan.FromTicks(Math.Min(LongestPause.Ticks, FirstPause.Ticks << Math.Max(0, tries - 1)));

    private static IQueryable<Notice> Due(DaypassDb db, DateTimeOffset now) => db.Notices.Where(x =>
        x.SentAt == null && x.FailedAt == null && x.NextTryAt <= now && (x.ClaimedUntil == null || x.ClaimedUntil <= now));

    private static IQueryable<Notice> Held(DaypassDb db, Letter letter) => db.Notices.Where(x =>
        x.Id == letter.Notice.Id && x.ClaimedBy == letter.Claim && x.ClaimedUntil != null && x.SentAt == null && x.FailedAt == null);

    private async Task<Letter?> Take(DaypassDb db, Guid id, DateTimeOffset now)
    {
        var claim = Guid.NewGuid();
        if (await Due(db, now).Where(x => x.Id == id).ExecuteUpdateAsync(set => set
            .SetProperty(x => x.ClaimedUntil, now + ClaimHolds).SetProperty(x => x.ClaimedBy, claim).SetProperty(x => x.Tries, x => x.Tries + 1)) == 0)
        {
            return null; // another server was faster
        }

        var notice = await db.Notices.AsNoTracking().SingleAsync(x => x.Id == id);
        if (notice.FirmId == Guid.Empty)
        {
            return await TakeForAgent(db, notice, claim, now);
        }

        var person = await db.Accounts.AsNoTracking().SingleAsync(x => x.Id == notice.AccountId);
        var wait = await db.MailboxWaits.AsNoTracking().SingleOrDefaultAsync(x => x.Id == notice.WaitId);
        if (await Moot.Why(db, now, notice, person, wait) is { } why)
        {
            await Drop(db, notice, now, why);
            return null;
        }

        var device = await db.Authenticators.AsNoTracking().SingleOrDefaultAsync(x => x.Id == notice.DeviceId);
        var codeId = NoticeLinks.CodeOf(notice, device);
        var code = await db.TemporaryCodes.AsNoTracking().SingleOrDefaultAsync(x => x.Id == codeId);
        var recipient = notice.RecipientId == person.Id ? person : await db.Accounts.AsNoTracking().SingleAsync(x => x.Id == notice.RecipientId);
        var about = await db.SupportCases.AsNoTracking().SingleOrDefaultAsync(x => x.Id == notice.CaseId);
        return new Letter(
            notice, claim,
            await db.Firms.AsNoTracking().SingleAsync(x => x.Id == notice.FirmId),
            recipient, person,
            await db.Accounts.Where(x => x.Id == notice.ActorId).Select(x => x.Name).SingleOrDefaultAsync(),
            device, code, wait, about,
            await NoticeLinks.Make(db, now, notice, recipient, person, device, code, about));
    }

    /// <summary>A notice of no firm is for somebody of the support desk.</summary>
    private async Task<Letter?> TakeForAgent(DaypassDb db, Notice notice, Guid claim, DateTimeOffset now)
    {
        var agents = await db.SupportAgents.AsNoTracking().Where(x => x.Id == notice.RecipientId || x.Id == notice.AccountId).ToDictionaryAsync(x => x.Id);
        if (notice.IsCopy && agents[notice.RecipientId].State == AgentState.Retired)
        {
            await Drop(db, notice, now, "the agent has left");
            return null;
        }

        return Letter.ToAgent(notice, claim, agents[notice.RecipientId], agents[notice.AccountId]);
    }

    private async Task Drop(DaypassDb db, Notice notice, DateTimeOffset now, string why)
    {
        await db.Notices.Where(x => x.Id == notice.Id).ExecuteUpdateAsync(set => set
            .SetProperty(x => x.FailedAt, now).SetProperty(x => x.Failure, why).SetProperty(x => x.ClaimedUntil, (DateTimeOffset?)null));
        log.NoticeDropped(notice.Id, notice.Kind, why);
    }

    private Task GiveUp(Letter letter, string why, bool refused) => store.Write(letter.Notice.FirmId, async db =>
    {
        var now = clock.Now();
        if (await Held(db, letter).ExecuteUpdateAsync(set => set
            .SetProperty(x => x.FailedAt, now).SetProperty(x => x.Failure, Short(why)).SetProperty(x => x.ClaimedUntil, (DateTimeOffset?)null)) == 0)
        {
            return;
        }

        log.NoticeGivenUp(letter.Notice.Id, letter.Notice.Kind);
        if (refused)
        {
            await db.Accounts.Where(x => x.Id == letter.Recipient.Id).ExecuteUpdateAsync(set => set.SetProperty(x => x.MailRefusedAt, now));
        }
    });

    private static string Short(string why) => PlainText.Of(why);
}
