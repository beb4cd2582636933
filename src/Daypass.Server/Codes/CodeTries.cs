using System.Diagnostics;
using Daypass.Server.Audit;
using Daypass.Server.Notifications;
using Microsoft.EntityFrameworkCore;

namespace Daypass.Server.Codes;

// C8. A place among the tries is taken, committed on its own, before anything is computed. A right code gives its place back in the
// transaction that opens the session; a wrong one is written down as wrong. A place that is never decided (a crash) stays taken.
// Temporary code, TOTP and backup code share one count per account, across reissues; the temporary code has five places besides.

/// <summary>What became of asking for a place.</summary>
internal abstract record Place
{
    /// <summary>A place is taken: now compute, then decide. Without a code, it is one of the login's places only.</summary>
    internal sealed record Taken(Guid TryId, Guid? CodeId) : Place;

    /// <summary>The temporary code's five places were all wrong.</summary>
    internal sealed record Exhausted : Place;

    /// <summary>10 failures in 24 hours or 30 in 30 days: typed codes are refused until then.</summary>
    internal sealed record CapReached(DateTimeOffset Until) : Place;

    /// <summary>All places are taken but some are undecided: neither refused nor counted.</summary>
    internal sealed record Busy : Place;
}

internal sealed class CodeTries(Store store, TimeProvider clock)
{
    /// <summary>A place taken longer ago than this was left by a crash.</summary>
    private static readonly TimeSpan LeftByACrash = TimeSpan.FromSeconds(10);

    private static readonly Compiled<Func<DaypassDb, Guid, DateTimeOffset, IAsyncEnumerable<CodeTry>>> Since = new(() => EF.CompileAsyncQuery((DaypassDb db, Guid account, DateTimeOffset from) =>
        db.CodeTries.AsNoTracking().Where(x => x.AccountId == account && x.At >= from)));

    private readonly WaitingLine<Guid> _line = new();

    /// <summary>Takes a place; waits up to 2 s where all are taken but undecided.</summary>
    public async Task<Place> Reserve(Guid firm, Guid accountId, TryKind kind, Guid? codeId)
    {
        var asked = Stopwatch.GetTimestamp();
        using var front = await _line.Enter(accountId, TryCap.WaitForPlace);
        while (front is not null)
        {
            var place = await store.Write(firm, db => TryReserve(db, firm, accountId, kind, codeId));
            if (place is not Place.Busy || Stopwatch.GetElapsedTime(asked) >= TryCap.WaitForPlace)
            {
                return place;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(15));
        }

        return new Place.Busy();
    }

    private async Task<Place> TryReserve(DaypassDb db, Guid firm, Guid accountId, TryKind kind, Guid? codeId)
    {
        var account = await db.Lock(accountId);
        var now = clock.Now();
        if (account is null)
        {
            return new Place.Busy();
        }

        var failures = await Failures(db, account, now);
        if (TryCap.Until([.. failures.Where(x => !IsUndecided(x, now)).Select(x => x.At)], now) is { } until)
        {
            return new Place.CapReached(until);
        }

        if (TryCap.Until([.. failures.Select(x => x.At)], now) is not null)
        {
            return new Place.Busy();
        }

        if (codeId is not null)
        {
            if (await db.Do($"update temporary_codes set taken = taken + 1", where: $"id = {codeId} and state = {CodeState.Live} and taken < {TryCap.PerCode}") == 0)
            {
                switch (await db.TemporaryCodes.Where(x => x.Id == codeId).Select(x => x.State).SingleOrDefaultAsync())
                {
                    case CodeState.Live when failures.Any(x => x.CodeId == codeId && IsUndecided(x, now)):
                        return new Place.Busy();
                    case CodeState.Live:
                        // Five places, some left by a crash: the code is as exhausted as if all had been wrong.
                        await Exhaust(db, now, account, codeId.Value);
                        return new Place.Exhausted();
                    case CodeState.Exhausted:
                        return new Place.Exhausted();
                    default:
                        // Spent, replaced or removed since it was looked at: this try is against no code (C14).
                        codeId = null;
                        break;
                }
            }
        }

        var attempt = new CodeTry { Id = Guid.CreateVersion7(now), FirmId = firm, AccountId = accountId, CodeId = codeId, Kind = kind, At = now };
        db.CodeTries.Add(attempt);
        return new Place.Taken(attempt.Id, codeId);
    }

    /// <summary>Writes the try down as wrong; the fifth exhausts the code. Says how many tries the code has left, null where none is live.</summary>
    public Task<int?> Wrong(Guid firm, Guid accountId, Guid tryId, TryKind kind, Guid? codeId) => store.Write(firm, async db =>
    {
        var account = await db.Lock(accountId);
        var now = clock.Now();
        if (account is null)
        {
            return null;
        }

        var decided = await db.CodeTries.Where(x => x.Id == tryId && !x.Decided).ExecuteUpdateAsync(set => set.SetProperty(x => x.Decided, true));
        int? left = null;
        if (codeId is not null && decided == 1)
        {
            await db.TemporaryCodes.Where(x => x.Id == codeId).ExecuteUpdateAsync(set => set.SetProperty(x => x.Wrong, x => x.Wrong + 1));
            var code = await db.TemporaryCodes.AsNoTracking().SingleAsync(x => x.Id == codeId);
            left = Math.Max(0, TryCap.PerCode - code.Taken);
            if (code.Wrong >= TryCap.PerCode)
            {
                await Exhaust(db, now, account, codeId.Value);
            }
        }

        db.Record(now, firm, EventKind.CodeWrong, By.Person(accountId), accountId, code: codeId, facts: new TryFacts(kind, left));
        if (decided == 1 && await ReachesTheCap(db, account, tryId, now))
        {
            db.Record(now, firm, EventKind.TryCapReached, By.Person(accountId), accountId);
        }

        return left;
    });

    /// <summary>Gives the place back, in the transaction of what the right code opened.</summary>
    public static async Task GiveBack(DaypassDb db, Guid tryId, Guid? codeId)
    {
        if (await db.Do($"delete from code_tries", where: $"id = {tryId} and not decided") == 1 && codeId is not null)
        {
            await db.Do($"update temporary_codes set taken = taken - 1", where: $"id = {codeId}");
        }
    }

    /// <summary>Until when typed codes are refused for this login; null if they are not.</summary>
    public static async Task<DateTimeOffset?> CapUntil(DaypassDb db, Account account, DateTimeOffset now) =>
        TryCap.Until([.. (await Failures(db, account, now)).Select(x => x.At)], now);

    /// <summary>Whether typed codes are refused with this failure and were not without it: of the failures at a cap one is so.</summary>
    private static async Task<bool> ReachesTheCap(DaypassDb db, Account account, Guid tryId, DateTimeOffset now)
    {
        var failures = (await Failures(db, account, now)).FindAll(x => !IsUndecided(x, now));
        return TryCap.Until(failures.Select(x => x.At), now) is not null
            && TryCap.Until(failures.Where(x => x.Id != tryId).Select(x => x.At), now) is null;
    }

    /// <summary>Failures before this count for nothing any more.</summary>
    public static DateTimeOffset CountFrom(Account account, DateTimeOffset now) =>
        account.CodeTriesSince is { } fresh && fresh > now - TryCap.Month ? fresh : now - TryCap.Month;

    private static async Task<List<CodeTry>> Failures(DaypassDb db, Account account, DateTimeOffset now) =>
        await Since.On(db)(db, account.Id, CountFrom(account, now)).ToListAsync();

    private static bool IsUndecided(CodeTry attempt, DateTimeOffset now) => !attempt.Decided && now - attempt.At < LeftByACrash;

    /// <summary>This code and no other: it may have been replaced while the try was under way. A spent one has no tries any more.</summary>
    private static async Task Exhaust(DaypassDb db, DateTimeOffset now, Account account, Guid codeId)
    {
        var by = By.Person(account.Id);
        if (await CodeEnder.Live(db, now, account.Id) is { State: CodeState.Live } live && live.Id == codeId
            && await CodeEnder.EndLive(db, now, account, CodeState.Exhausted, by) is { } code)
        {
            await db.TellWithWatchers(now, NoticeKind.CodeExhausted, account, by, new Subject(Code: code.Id));
        }
    }
}
