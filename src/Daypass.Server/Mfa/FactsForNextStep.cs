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
        return new MfaFacts(
            EffectivePolicy.For(found.StaffPolicy, found.ClientPolicy, account.Kind, account.IsAdministrator, account.Permissions),
            found.PairedNow ? Paired.Now : account.EverPaired ? Paired.Formerly : Paired.Never,
            found.CodeEnds,
            new Hold(account.HoldUntil)) { ClocksDisagree = db.ClocksDisagree };
    }
}
