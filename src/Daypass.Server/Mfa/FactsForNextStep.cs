using Microsoft.EntityFrameworkCore;

namespace Daypass.Server.Mfa;

/// <summary>The four facts of rule N, read together from the database at this moment.</summary>
internal static class FactsForNextStep
{
    private sealed record Found(Guid Id, Policy StaffPolicy, Policy ClientPolicy, bool PairedNow, DateTimeOffset? CodeEnds);

    public static async Task<MfaFacts> Read(DaypassDb db, Account account, DateTimeOffset now) =>
        Of(db, account, await Look(db, db.Accounts.Where(x => x.Id == account.Id), now).SingleAsync());

    /// <summary>The same for the logins on a page of a list, by their ids: one query, however many they are.</summary>
    public static async Task<IReadOnlyDictionary<Guid, MfaFacts>> ReadAll(DaypassDb db, IReadOnlyList<Account> accounts, DateTimeOffset now)
    {
        var ids = accounts.Select(x => x.Id).ToList();
        var found = await Look(db, db.Accounts.Where(x => ids.Contains(x.Id)), now).ToDictionaryAsync(x => x.Id);
        return accounts.ToDictionary(x => x.Id, x => Of(db, x, found[x.Id]));
    }

    private static IQueryable<Found> Look(DaypassDb db, IQueryable<Account> accounts, DateTimeOffset now) =>
        from account in accounts
        join firm in db.Firms on account.FirmId equals firm.Id
        select new Found(
            account.Id,
            firm.StaffPolicy,
            firm.ClientPolicy,
            db.Authenticators.Any(x => x.AccountId == account.Id && x.State == AuthenticatorState.Paired),
            // A spent code signs nobody in (C4).
            db.TemporaryCodes.Where(x => x.AccountId == account.Id && x.State == CodeState.Live && x.ExpiresAt > now)
                .Select(x => (DateTimeOffset?)x.ExpiresAt).FirstOrDefault());

    private static MfaFacts Of(DaypassDb db, Account account, Found found) => new(
        EffectivePolicy.For(found.StaffPolicy, found.ClientPolicy, account.Kind, account.IsAdministrator, account.Permissions),
        found.PairedNow ? Paired.Now : account.EverPaired ? Paired.Formerly : Paired.Never,
        found.CodeEnds,
        new Hold(account.HoldUntil)) { ClocksDisagree = db.ClocksDisagree };
}
