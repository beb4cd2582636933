using Daypass.Server.Sessions;
using Microsoft.EntityFrameworkCore;

namespace Daypass.Server.People;

/// <param name="StaffWithoutDevice">Active people of the kind who have no device paired: whom a change of the policy concerns.</param>
internal sealed record SignInOptionsView(Policy StaffPolicy, Policy ClientPolicy, int CodeLifeMinutes, bool OneTimeCodes, int StaffWithoutDevice, int ClientsWithoutDevice);

/// <summary>The firm's sign-in options. Null: not for the one who asks (W1).</summary>
internal sealed class SignInOptions(Store store)
{
    public async Task<SignInOptionsView?> Run(SignedIn by) =>
        by.May(Ability.ActForOthers) && Authority.MayChangePolicy(by.Standing) ? await store.Read(by.FirmId, Read) : null;

    private static async Task<SignInOptionsView> Read(DaypassDb db)
    {
        var firm = await db.Firms.AsNoTracking().SingleAsync();
        var without = db.Accounts.Where(x => x.State == AccountState.Active && !db.Authenticators.Any(d => d.AccountId == x.Id && d.State == AuthenticatorState.Paired));
        return new SignInOptionsView(
            firm.StaffPolicy, firm.ClientPolicy, firm.CodeLifeMinutes, firm.OneTimeCodes,
            await without.CountAsync(x => x.Kind == Kind.Staff), await without.CountAsync(x => x.Kind == Kind.Client));
    }
}
