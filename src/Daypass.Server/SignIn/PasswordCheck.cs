using System.Collections.Frozen;
using Daypass.Server.Hosting.Keys;
using Daypass.Server.Mfa;
using Microsoft.EntityFrameworkCore;

namespace Daypass.Server.SignIn;

/// <summary>P3: whether a new password will do. The blocklist of common ones is the word list of the zxcvbn package.</summary>
internal sealed class PasswordCheck
{
    private static readonly Lazy<FrozenSet<string>> Common = new(Load);

    /// <summary>How many common passwords are refused.</summary>
    public static int CommonPasswords => Common.Value.Count;

    /// <summary>Null: it will do. The length asked for follows the policy that holds for the person now.</summary>
    public static async Task<PasswordProblem?> Problem(DaypassDb db, DateTimeOffset now, Account account, string password)
    {
        var firm = await db.Firms.AsNoTracking().SingleAsync(x => x.Id == account.FirmId);
        var facts = await FactsForNextStep.Read(db, account, now);
        return PasswordRule.Check(password, facts.Policy, firm.Name, account.Name, account.Email, Common.Value.Contains);
    }

    private static FrozenSet<string> Load()
    {
        var assembly = typeof(Zxcvbn.Zxcvbn).Assembly;
        var resource = assembly.GetManifestResourceNames().Single(x => x.EndsWith("passwords.lst", StringComparison.Ordinal));
        using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!);
        var words = new HashSet<string>(StringComparer.Ordinal);
        while (reader.ReadLine() is { } line)
        {
            words.Add(line.Trim().ToLowerInvariant());
        }

        return words.ToFrozenSet(StringComparer.Ordinal);
    }
}
