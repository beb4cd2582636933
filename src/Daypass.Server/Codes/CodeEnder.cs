using Daypass.Server.Audit;
using Daypass.Server.Sessions;
using Microsoft.EntityFrameworkCore;

namespace Daypass.Server.Codes;

/// <summary>
/// Ends temporary codes (C9). An end is a conditional update whose row count decides: of two that end a code, one does.
/// Removal, replacement and deactivation end the code's sessions too; exhaustion does not, and after pairing or N2 the
/// session goes on to the code's old end.
/// </summary>
internal static class CodeEnder
{
    private static readonly Compiled<Func<DaypassDb, Guid, Task<TemporaryCode?>>> NotEnded = new(() => EF.CompileAsyncQuery((DaypassDb db, Guid account) =>
        db.TemporaryCodes.AsNoTracking().SingleOrDefault(x => x.AccountId == account && x.State <= CodeState.Spent)));

    /// <summary>The account's code that is live or spent, if there is one. The caller holds the account.</summary>
    public static async Task<TemporaryCode?> Live(DaypassDb db, DateTimeOffset now, Guid accountId) =>
        await NotEnded.On(db)(db, accountId) is { } code && code.ExpiresAt > now ? code : null;

    /// <summary>Ends the account's live or spent code; null if there is none. The caller holds the account.</summary>
    public static async Task<TemporaryCode?> EndLive(DaypassDb db, DateTimeOffset now, Account account, CodeState reason, By by)
    {
        var code = await Live(db, now, account.Id);
        return code is not null && await End(db, now, account, code, reason, by) ? code : null;
    }

    /// <summary>
    /// C3: ends the code in whose place the next one comes; of one that ran out, writes down that it did. The caller holds the account.
    /// </summary>
    public static async Task MakeRoom(DaypassDb db, DateTimeOffset now, Account account, TemporaryCode code, By by)
    {
        if (code.ExpiresAt > now)
        {
            await End(db, now, account, code, CodeState.Replaced, by);
        }
        else
        {
            await db.Do($"update temporary_codes set state = {CodeState.Expired}, ended_at = expires_at", where: $"id = {code.Id} and state <= {CodeState.Spent}");
        }
    }

    /// <summary>Writes down that the codes have expired whose time is over. No event: they were dead by the clock.</summary>
    public static Task<int> WriteExpiryDown(DaypassDb db, DateTimeOffset now) =>
        db.TemporaryCodes.Where(x => x.State <= CodeState.Spent && x.ExpiresAt <= now)
            .ExecuteUpdateAsync(set => set.SetProperty(x => x.State, CodeState.Expired).SetProperty(x => x.EndedAt, x => x.ExpiresAt));

    /// <summary>Ends the codes that <paramref name="issuer"/> issued for logins that it may not act for any more (C9).</summary>
    public static async Task EndIssuedBy(DaypassDb db, DateTimeOffset now, Guid issuer, Func<Account, bool> lost, By by)
    {
        var codes = await db.TemporaryCodes.AsNoTracking()
            .Where(x => x.IssuedBy == issuer && x.State <= CodeState.Spent && x.ExpiresAt > now)
            .ToListAsync();
        foreach (var code in codes)
        {
            var account = await db.Accounts.SingleAsync(x => x.Id == code.AccountId);
            if (lost(account))
            {
                await End(db, now, account, code, CodeState.IssuerLostAuthority, by);
            }
        }
    }

    private static async Task<bool> End(DaypassDb db, DateTimeOffset now, Account account, TemporaryCode code, CodeState reason, By by)
    {
        if (await db.Do(
            $"update temporary_codes set state = {reason}, ended_at = {now}, ended_by = {by.Id}",
            where: $"id = {code.Id} and state <= {CodeState.Spent} and expires_at > {now}") == 0)
        {
            return false;
        }

        var kind = reason switch
        {
            CodeState.Replaced => EventKind.CodeReplaced,
            CodeState.Removed => EventKind.CodeRemoved,
            CodeState.Exhausted => EventKind.CodeExhausted,
            _ => EventKind.CodeEnded,
        };
        db.Record(now, account.FirmId, kind, by, account.Id, code: code.Id, facts: new CodeEndFacts(reason));
        if (reason is not (CodeState.Exhausted or CodeState.DevicePaired or CodeState.DeviceConfirmed))
        {
            await SessionEnder.End(db, now, account, SessionEnd.CodeEnded, by, sessions => sessions.Where(x => x.CodeId == code.Id));
        }

        return true;
    }
}
