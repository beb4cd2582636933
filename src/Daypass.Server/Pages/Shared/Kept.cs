using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;

namespace Daypass.Server.Pages.Shared;

/// <summary>
/// Carries what was typed through the confirmation of the second step and back: sealed, because it may hold words that belong in no
/// address bar, and good for this login and an hour only.
/// </summary>
internal sealed class Kept(IDataProtectionProvider protection)
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(1);

    public string Keep<T>(Guid accountId, T typed) => Sealer(accountId).Protect(JsonSerializer.Serialize(typed), Lifetime);

    /// <summary>What was kept; null where there is nothing, or nothing of this login.</summary>
    public T? Find<T>(Guid accountId, string? kept) where T : class
    {
        try
        {
            return kept is null ? null : JsonSerializer.Deserialize<T>(Sealer(accountId).Unprotect(kept));
        }
        catch (Exception e) when (e is System.Security.Cryptography.CryptographicException or JsonException)
        {
            return null;
        }
    }

    private ITimeLimitedDataProtector Sealer(Guid accountId) => protection.CreateProtector("Daypass.Setup.Kept", accountId.ToString()).ToTimeLimitedDataProtector();
}
