using Daypass.Server.Audit;
using Microsoft.EntityFrameworkCore;

namespace Daypass.Server.Sessions;

/// <summary>Ends this session.</summary>
internal sealed class SignOut(Store store, TimeProvider clock)
{
    public Task Run(SignedIn me) => store.Write(me.FirmId, async db =>
    {
        var now = clock.Now();
        if (await db.Sessions.Where(x => x.Id == me.SessionId && x.EndedAt == null)
                .ExecuteUpdateAsync(set => set.SetProperty(x => x.EndedAt, now).SetProperty(x => x.End, SessionEnd.SignedOut)) == 1)
        {
            db.Record(now, me.FirmId, EventKind.SignedOut, By.Person(me.AccountId), me.AccountId, session: me.SessionId);
        }
    });
}

/// <summary>Ends every session of the login, this one too (S3).</summary>
internal sealed class SignOutEverywhere(Store store, TimeProvider clock)
{
    public Task Run(SignedIn me) => store.Write(me.FirmId, async db =>
    {
        if (await db.Lock(me.AccountId) is { } account)
        {
            var now = clock.Now();
            var by = By.Person(me.AccountId);
            db.Record(now, me.FirmId, EventKind.SignedOutEverywhere, by, account.Id);
            await SessionEnder.End(db, now, account, SessionEnd.SignedOutEverywhere, by);
        }
    });
}

/// <summary>Ends one session of the login, in whichever browser it is. False: the login never had it. One that is over stays so.</summary>
internal sealed class EndSession(Store store, TimeProvider clock)
{
    public Task<bool> Run(SignedIn me, Guid session) => store.Write(me.FirmId, async db =>
    {
        var mine = db.Sessions.Where(x => x.Id == session && x.AccountId == me.AccountId);
        if (await db.OwnTurn(me) is null || !await mine.AnyAsync())
        {
            return false;
        }

        var now = clock.Now();
        if (await mine.Where(x => x.EndedAt == null && x.ExpiresAt > now)
                .ExecuteUpdateAsync(set => set.SetProperty(x => x.EndedAt, now).SetProperty(x => x.End, SessionEnd.SignedOut)) == 1)
        {
            db.Record(now, me.FirmId, EventKind.SessionEnded, By.Person(me.AccountId), me.AccountId, session: session, facts: new SessionEndFacts(SessionEnd.SignedOut, 1));
        }

        return true;
    });
}

internal sealed record SessionLine(Guid Id, SessionKind Kind, DateTimeOffset OpenedAt, DateTimeOffset LastSeenAt, DateTimeOffset ExpiresAt, string Browser, string ClientAddress, bool IsThisOne);

/// <summary>The login's live sessions, this one first.</summary>
internal sealed class MySessions(Store store, TimeProvider clock)
{
    public async Task<IReadOnlyList<SessionLine>> Run(SignedIn me)
    {
        var now = clock.Now();
        var open = await store.Read(me.FirmId, db => db.Sessions.AsNoTracking()
            .Where(x => x.AccountId == me.AccountId && x.EndedAt == null && x.ExpiresAt > now).ToListAsync());
        return [.. open.Where(x => SessionRule.IsAlive(x.LastSeenAt, x.ExpiresAt, now))
            .OrderByDescending(x => x.Id == me.SessionId).ThenByDescending(x => x.LastSeenAt)
            .Select(x => new SessionLine(x.Id, x.Kind, x.OpenedAt, x.LastSeenAt, x.ExpiresAt, x.Browser, x.ClientAddress, x.Id == me.SessionId))];
    }
}
