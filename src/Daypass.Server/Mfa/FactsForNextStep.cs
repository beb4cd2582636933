using Microsoft.EntityFrameworkCore;

namespace Daypass.Server.Mfa;

/// <summary>The four facts of rule N, read together from the database at this moment.</summary>
internal static class FactsForNextStep
{
    public static async Task<MfaFacts> Read(DaypassDb db, Account account, DateTimeOffset now)
    {
        var found = await (
            from firm in db.Firms
            where firm.Id == account.FirmId
            select new
            {
                firm.StaffPolicy,
                firm.ClientPolicy,
                PairedNow = db.Authenticators.Any(x => x.AccountId == account.Id && x.State == AuthenticatorState.Paired),
                // A spent code signs nobody in (C4).
                CodeEnds = db.TemporaryCodes.Where(x => x.AccountId == account.Id && x.State == CodeState.Live && x.ExpiresAt > now)
                    .Select(x => (DateTimeOffset?)x.ExpiresAt).FirstOrDefault(),
            }).AsNoTracking().SingleAsync();
        return Of(db, account, found.StaffPolicy, found.ClientPolicy, found.PairedNow, found.CodeEnds);
    }

    /// <summary>The same for the logins on a page of a list, by their ids: one query, however many they are.</summary>
    public static async Task<IReadOnlyDictionary<Guid, MfaFacts>> ReadAll(DaypassDb db, IReadOnlyList<Account> accounts, DateTimeOffset now)
    {
        var ids = accounts.Select(x => x.Id).ToList();
        var found = await (
            from account in db.Accounts
            join firm in db.Firms on account.FirmId equals firm.Id
            where ids.Contains(account.Id)
            select new
            {
                account.Id,
                firm.StaffPolicy,
                firm.ClientPolicy,
                PairedNow = db.Authenticators.Any(x => x.AccountId == account.Id && x.State == AuthenticatorState.Paired),
                CodeEnds = db.TemporaryCodes.Where(x => x.AccountId == account.Id && x.State == CodeState.Live && x.ExpiresAt > now)
                    .Select(x => (DateTimeOffset?)x.ExpiresAt).FirstOrDefault(),
            }).AsNoTracking().ToDictionaryAsync(x => x.Id);
        return accounts.ToDictionary(x => x.Id, x => Of(db, x, found[x.Id].StaffPolicy, found[x.Id].ClientPolicy, found[x.Id].PairedNow, found[x.Id].CodeEnds));
    }

    private static MfaFacts Of(DaypassDb db, Account account, Policy staff, Policy clients, bool pairedNow, DateTimeOffset? codeEnds) => new(
        EffectivePolicy.For(staff, clients, account.Kind, account.IsAdministrator, account.Permissions),
        pairedNow ? Paired.Now : account.EverPaired ? Paired.Formerly : Paired.Never,
        codeEnds,
        new Hold(account.HoldUntil)) { ClocksDisagree = db.ClocksDisagree };
}
