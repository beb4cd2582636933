using Microsoft.EntityFrameworkCore;

namespace Daypass.Server.Mfa;

/// <summary>The four facts of rule N, read together from the database at this moment.</summary>
internal static class FactsForNextStep
{
    private sealed record Found(Guid Id, Firm Firm, bool PairedNow, DateTimeOffset? CodeEnds);

    private static readonly Compiled<Func<DaypassDb, IReadOnlyList<Guid>, DateTimeOffset, IAsyncEnumerable<Found>>> Look = new(() => EF.CompileAsyncQuery(
        (DaypassDb db, IReadOnlyList<Guid> ids, DateTimeOffset now) =>
            from account in db.Accounts
            join firm in db.Firms.AsNoTracking() on account.FirmId equals firm.Id
            where ids.Contains(account.Id)
            select new Found(
                account.Id,
                firm,
                db.Authenticators.Any(x => x.AccountId == account.Id && x.State == AuthenticatorState.Paired),
                // A spent code signs nobody in (C4).
                db.TemporaryCodes.Where(x => x.AccountId == account.Id && x.State == CodeState.Live && x.ExpiresAt > now)
                    .Select(x => (DateTimeOffset?)x.ExpiresAt).FirstOrDefault())));

    public static async Task<MfaFacts> Read(DaypassDb db, Account account, DateTimeOffset now) => (await ReadWithFirm(db, account, now)).Facts;

    /// <summary>The facts, and the firm whose settings are among them.</summary>
    public static async Task<(Firm Firm, MfaFacts Facts)> ReadWithFirm(DaypassDb db, Account account, DateTimeOffset now)
    {
        var found = await Look.On(db)(db, [account.Id], now).SingleAsync();
        return (found.Firm, Of(db, account, found));
    }

    /// <summary>The same for the logins on a page of a list: one query, however many they are.</summary>
    public static async Task<IReadOnlyDictionary<Guid, MfaFacts>> ReadAll(DaypassDb db, IReadOnlyList<Account> accounts, DateTimeOffset now)
    {
        var found = await Look.On(db)(db, [.. accounts.Select(x => x.Id)], now).ToDictionaryAsync(x => x.Id);
        return accounts.ToDictionary(x => x.Id, x => Of(db, x, found[x.Id]));
    }

    private static MfaFacts Of(DaypassDb db, Account account, Found found) => new(
        EffectivePolicy.For(found.Firm.StaffPolicy, found.Firm.ClientPolicy, account.Kind, account.IsAdministrator, account.Permissions),
        found.PairedNow ? Paired.Now : account.EverPaired ? Paired.Formerly : Paired.Never,
        found.CodeEnds,
        new Hold(account.HoldUntil)) { ClocksDisagree = db.ClocksDisagree };
}
