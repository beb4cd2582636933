using Daypass.Server.Hosting;
using Daypass.Server.Mfa;

namespace Daypass.Server.SignIn;

/// <summary>P3: whether a new password will do.</summary>
internal sealed class PasswordCheck
{
    /// <summary>Null: it will do. The length asked for follows the policy that holds for the person now.</summary>
    public static async Task<PasswordProblem?> Problem(DaypassDb db, DateTimeOffset now, Account account, string password)
    {
        var (firm, facts) = await FactsForNextStep.ReadWithFirm(db, account, now);
        return PasswordRule.Check(password, facts.Policy, firm.Name, account.Name, account.Email, CommonPasswords.Have);
    }
}
