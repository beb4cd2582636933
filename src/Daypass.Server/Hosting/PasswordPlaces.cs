using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;

namespace Daypass.Server.Hosting;

// P2, in the same shape as C8: a place is taken, committed on its own, before the hash is computed. Counts are kept for a spelling of
// an email, whether such a login exists or not, so that both cost the same writes (P1). Browsers never seen share a count; a browser
// that signed in before has its own; the day's count is one for all.

/// <summary>Whose passwords are counted: a spelling in a firm, and the browser (empty: never seen).</summary>
internal readonly record struct PasswordTriesKey(Guid Firm, string Subject, Guid Browser)
{
    public static PasswordTriesKey Of(Guid firm, string emailKey, Guid? knownBrowser) => new(
        firm,
        Convert.ToHexStringLower(SHA256.HashData([.. firm.ToByteArray(), .. Encoding.UTF8.GetBytes(emailKey)])),
        knownBrowser ?? Guid.Empty);

    public bool IsStranger => Browser == Guid.Empty;

    /// <summary>Stands for the login where nobody has the email.</summary>
    public Guid StandIn => new(Convert.FromHexString(Subject.AsSpan(0, 32)));
}

internal enum PasswordPlace { Taken, Locked, Busy }

/// <summary>A lock that begins.</summary>
/// <param name="ForAll">For every browser (P2: 100 in a day), not only for those never seen.</param>
/// <param name="Mail">It is to be told: of each kind at most once a day.</param>
internal readonly record struct PasswordLock(DateTimeOffset Until, bool ForAll, bool Mail);

/// <summary>
/// Whose password it is, somebody's or nobody's: writes down what happened to it, in the transaction of the count. Both cost the same
/// writes (P1).
/// </summary>
internal interface IPasswordOwner
{
    void Wrong(DaypassDb db, DateTimeOffset now);

    void Locked(DaypassDb db, DateTimeOffset now, PasswordLock begun);
}

internal sealed class PasswordPlaces(Store store, TimeProvider clock)
{
    private static readonly TimeSpan LeftByACrash = TimeSpan.FromSeconds(10);
    private readonly WaitingLine<PasswordTriesKey> _line = new();

    // A crowd of strangers comes to the database a few at a time, so that pages need not wait until all of it is through.
    private readonly SemaphoreSlim _strangers = new(Environment.ProcessorCount);

    /// <summary>Asks the database, in turn with other strangers if it is for one.</summary>
    public async Task<T> InTurn<T>(bool stranger, Func<Task<T>> ask)
    {
        if (!stranger)
        {
            return await ask();
        }

        await _strangers.WaitAsync();
        try
        {
            return await ask();
        }
        finally
        {
            _strangers.Release();
        }
    }

    /// <summary>Takes a place; waits up to 2 s where all are taken but undecided.</summary>
    public async Task<PasswordPlace> Reserve(PasswordTriesKey subject, IPasswordOwner owner)
    {
        var asked = Stopwatch.GetTimestamp();
        using var front = await _line.Enter(subject, TryCap.WaitForPlace);
        while (front is not null)
        {
            var place = await InTurn(subject.IsStranger, () => store.Write(subject.Firm, db => TryReserve(db, subject, owner)));
            if (place != PasswordPlace.Busy || Stopwatch.GetElapsedTime(asked) >= TryCap.WaitForPlace)
            {
                return place;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(15));
        }

        return PasswordPlace.Busy;
    }

    private async Task<PasswordPlace> TryReserve(DaypassDb db, PasswordTriesKey subject, IPasswordOwner owner)
    {
        var now = clock.Now();
        if (subject.IsStranger && await TakeAtOnce(db, subject, now))
        {
            return PasswordPlace.Taken;
        }

        // For a browser never seen this is one and the same row.
        var day = await TouchRow(db, subject with { Browser = Guid.Empty }, now);
        var own = subject.IsStranger ? day : await TouchRow(db, subject, now);
        if (day.LockedForAllUntil > now || own.LockedUntil > now)
        {
            // Also writes, as a place that is taken does (P1).
            (own.TouchedAt, day.TouchedAt) = (now, now);
            return PasswordPlace.Locked;
        }

        if (PasswordThrottle.DayIsOver(day.DayFrom, now))
        {
            (day.DayFrom, day.DayTaken, day.LockedForAllUntil) = (now, 0, null);
        }

        if (own.LockedUntil is not null)
        {
            (own.LockedUntil, own.Taken, own.Wrong) = (null, 0, 0);
        }

        if (own.Taken >= PasswordThrottle.Consecutive || day.DayTaken >= PasswordThrottle.InADay)
        {
            // All places are taken and the lock is not written yet: others are computing, or a crash left them.
            if (now - own.TouchedAt < LeftByACrash)
            {
                return PasswordPlace.Busy;
            }

            Lock(db, now, owner, day, own, forAll: day.DayTaken >= PasswordThrottle.InADay);
            return PasswordPlace.Locked;
        }

        own.Taken++;
        day.DayTaken++;
        (own.TouchedAt, day.TouchedAt) = (now, now);
        return PasswordPlace.Taken;
    }

    /// <summary>What is the rule, in one statement: there is a row, no lock, and a place.</summary>
    private static async Task<bool> TakeAtOnce(DaypassDb db, PasswordTriesKey subject, DateTimeOffset now) =>
        await db.Do(
            $"update password_tries set taken = taken + 1, day_taken = day_taken + 1, touched_at = {now}",
            where: $"""
                firm_id = {subject.Firm} and subject = {subject.Subject} and browser = {subject.Browser}
                and locked_until is null and locked_for_all_until is null and day_from > {now - PasswordThrottle.Day}
                and taken < {PasswordThrottle.Consecutive} and day_taken < {PasswordThrottle.InADay}
                """) == 1;

    /// <summary>Reads the row and holds it to the end of the transaction; makes it at the first try.</summary>
    /// <param name="wrong">How many wrong passwords are added to it.</param>
    internal static async Task<PasswordTries> TouchRow(DaypassDb db, PasswordTriesKey subject, DateTimeOffset now, int wrong = 0)
    {
        // Held by writing it, be it the same value: the row is ours until the commit. One statement that updates and reads; the
        // model's filter cannot be put around it, so the firm is asked for here.
        var held = await db.PasswordTries.FromSql(
            $"update password_tries set wrong = wrong + {wrong} where firm_id = {subject.Firm} and subject = {subject.Subject} and browser = {subject.Browser} returning *")
            .IgnoreQueryFilters().ToListAsync();
        if (held is [var found])
        {
            return found;
        }

        var row = new PasswordTries { FirmId = subject.Firm, Subject = subject.Subject, Browser = subject.Browser, DayFrom = now, TouchedAt = now, Wrong = wrong };
        db.PasswordTries.Add(row);
        return row;
    }

    /// <summary>Writes a try down as wrong; the tenth in a row and the hundredth of the day lock. Also writes the audit line.</summary>
    public async Task Wrong(DaypassDb db, PasswordTriesKey subject, IPasswordOwner owner)
    {
        var now = clock.Now();
        owner.Wrong(db, now);
        var day = await TouchRow(db, subject with { Browser = Guid.Empty }, now, wrong: subject.IsStranger ? 1 : 0);
        var own = subject.IsStranger ? day : await TouchRow(db, subject, now, wrong: 1);
        if (own.Wrong >= PasswordThrottle.Consecutive && own.LockedUntil is null)
        {
            Lock(db, now, owner, day, own, forAll: false);
        }

        if (day.DayTaken >= PasswordThrottle.InADay && day.LockedForAllUntil is null)
        {
            Lock(db, now, owner, day, own, forAll: true);
        }
    }

    /// <summary>Writes a try down that found the lock: it counts for nothing, and costs the same writes as a wrong one (P1).</summary>
    public async Task FoundLocked(DaypassDb db, PasswordTriesKey subject, IPasswordOwner owner)
    {
        var now = clock.Now();
        owner.Wrong(db, now);
        var day = await TouchRow(db, subject with { Browser = Guid.Empty }, now);
        var own = subject.IsStranger ? day : await TouchRow(db, subject, now);
        (own.TouchedAt, day.TouchedAt) = (now, now);
    }

    /// <summary>A right password: the count in a row starts afresh, and the day's place is given back.</summary>
    public static async Task Right(DaypassDb db, PasswordTriesKey subject)
    {
        // The day's row first, as in Unlock.
        await db.Do(
            $"update password_tries set day_taken = case when day_taken > 0 then day_taken - 1 else 0 end",
            where: $"firm_id = {subject.Firm} and subject = {subject.Subject} and browser = {Guid.Empty}");
        // Places that others hold at this moment stay theirs.
        await db.Do(
            $"update password_tries set taken = case when taken > wrong then taken - wrong - 1 else 0 end, wrong = 0",
            where: $"firm_id = {subject.Firm} and subject = {subject.Subject} and browser = {subject.Browser}");
    }

    /// <summary>Lifts the locks: the mailed unlock link (P2), or a new password.</summary>
    public static async Task Unlock(DaypassDb db, PasswordTriesKey subject)
    {
        // The day's row first, as whoever takes a place does: two that take the same rows in one order never wait in a circle.
        await Lift(db.PasswordTries.Where(x => x.FirmId == subject.Firm && x.Subject == subject.Subject && x.Browser == Guid.Empty));
        await Lift(db.PasswordTries.Where(x => x.FirmId == subject.Firm && x.Subject == subject.Subject && x.Browser != Guid.Empty));
    }

    private static Task Lift(IQueryable<PasswordTries> rows) => rows.ExecuteUpdateAsync(set => set
        .SetProperty(x => x.LockedUntil, (DateTimeOffset?)null)
        .SetProperty(x => x.LockedForAllUntil, (DateTimeOffset?)null)
        .SetProperty(x => x.Taken, 0)
        .SetProperty(x => x.Wrong, 0)
        .SetProperty(x => x.DayTaken, 0));

    /// <summary>Every lock is recorded, and each kind told at most once a day; for an email that nobody has as well (P1).</summary>
    private static void Lock(DaypassDb db, DateTimeOffset now, IPasswordOwner owner, PasswordTries day, PasswordTries own, bool forAll)
    {
        var until = now + (forAll ? PasswordThrottle.LockForAllFor : PasswordThrottle.LockFor);
        var mail = PasswordThrottle.MayMail(forAll ? day.LockForAllMailedAt : day.LockMailedAt, now);
        owner.Locked(db, now, new PasswordLock(until, forAll, mail));
        if (forAll)
        {
            (day.LockedForAllUntil, day.LockForAllMailedAt) = (until, mail ? now : day.LockForAllMailedAt);
        }
        else
        {
            (own.LockedUntil, day.LockMailedAt) = (until, mail ? now : day.LockMailedAt);
        }
    }
}
