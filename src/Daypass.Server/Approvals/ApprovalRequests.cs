using Daypass.Server.Audit;
using Daypass.Server.Hosting;
using Daypass.Server.Notifications;
using Daypass.Server.Sessions;
using Microsoft.EntityFrameworkCore;

namespace Daypass.Server.Approvals;

/// <summary>Questions to a person's phones (N3).</summary>
internal static class ApprovalRequests
{
    /// <summary>
    /// Asks for this sign-in, in the transaction that begins it or goes on with it; what it asked before is taken back. Null: no phone is
    /// paired. The caller holds the account, and wakes the phones after the commit where <see cref="Asking.Wake"/> comes of it.
    /// </summary>
    /// <param name="knownBrowser">The browser's id if a device signed in with it to this very login: it has a count of its own.</param>
    public static async Task<Asking?> Ask(DaypassDb db, DateTimeOffset now, Account account, Guid attemptId, Guid? knownBrowser, ClientInfo client)
    {
        if (!await HasPhone(db, account.Id))
        {
            return null;
        }

        await Withdraw(db, attemptId);
        var asking = await Next(db, now, account.Id, knownBrowser);
        if (asking == Asking.TooMany)
        {
            return asking;
        }

        db.ApprovalRequests.Add(new ApprovalRequest
        {
            Id = Guid.CreateVersion7(now),
            FirmId = account.FirmId,
            AccountId = account.Id,
            AttemptId = attemptId,
            Number = ApprovalRule.NewNumber(),
            State = ApprovalState.Waiting,
            CreatedAt = now,
            ExpiresAt = now + ApprovalRule.Life,
            KnownBrowser = knownBrowser,
            Woke = asking == Asking.Wake,
            Browser = client.Browser,
            ClientAddress = client.Address,
        });
        // Whoever asks knows the password, and may be somebody else for all that: slow wearing down leaves its trace too.
        var by = By.Person(account.Id);
        db.Record(now, account.FirmId, EventKind.ApprovalAsked, by, account.Id);
        if (asking == Asking.QuietlyAndTell)
        {
            db.Record(now, account.FirmId, EventKind.WakingPaused, by, account.Id);
            db.Tell(now, NoticeKind.WakingPaused, account, by);
        }

        return asking;
    }

    /// <summary>What would become of one more question of this class.</summary>
    private static async Task<Asking> Next(DaypassDb db, DateTimeOffset now, Guid accountId, Guid? knownBrowser)
    {
        var (window, day) = (now - ApprovalRule.BurstWindow, now - ApprovalRule.Day);
        var open = Open(db, now);
        // What is open was asked within a minute, and so within the day.
        var asked = await db.ApprovalRequests.Where(x => x.AccountId == accountId && x.KnownBrowser == knownBrowser && x.CreatedAt > day)
            .Select(x => new { InWindow = x.CreatedAt > window, IsOpen = open.Any(other => other.Id == x.Id) })
            .GroupBy(_ => 1)
            .Select(x => new { Open = x.Count(y => y.IsOpen), InWindow = x.Count(y => y.InWindow), InDay = x.Count() })
            .SingleOrDefaultAsync();
        var before = new AskedBefore(knownBrowser is not null, asked?.Open ?? 0, asked?.InWindow ?? 0, asked?.InDay ?? 0, ToldToday: false);
        var asking = ApprovalRule.Ask(before);
        // The record of a login only grows: it is read where it makes a difference, not at each sign-in.
        return asking == Asking.QuietlyAndTell && await db.SecurityEvents.AnyAsync(x => x.AccountId == accountId && x.Kind == EventKind.WakingPaused && x.At > day)
            ? ApprovalRule.Ask(before with { ToldToday = true })
            : asking;
    }

    /// <summary>
    /// What can be answered now: in time, of a sign-in that is still under way with the password that is still the login's. Whatever ends
    /// the sign-in ends its question.
    /// </summary>
    public static IQueryable<ApprovalRequest> Open(DaypassDb db, DateTimeOffset now) => db.ApprovalRequests.Where(x =>
        x.State == ApprovalState.Waiting && x.ExpiresAt > now
        && db.SignInAttempts.Any(attempt => attempt.Id == x.AttemptId && attempt.DoneAt == null && attempt.ExpiresAt > now
            && db.Accounts.Any(account => account.Id == attempt.AccountId && (account.PasswordSetAt == null || account.PasswordSetAt <= attempt.PasswordAt))));

    /// <summary>Takes back what a sign-in asked: it asks anew, or another took its place in the browser.</summary>
    public static Task Withdraw(DaypassDb db, Guid attemptId) =>
        db.ApprovalRequests.Where(x => x.AttemptId == attemptId && (x.State == ApprovalState.Waiting || x.State == ApprovalState.Approved))
            .ExecuteUpdateAsync(set => set.SetProperty(x => x.State, ApprovalState.Withdrawn));

    public static Task<bool> HasPhone(DaypassDb db, Guid accountId) => Phones.Paired(db).AnyAsync(x => x.AccountId == accountId);
}
