using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace IdentityPeer;

/// <summary>Makes the database and people with a password, an authenticator key and recovery codes, and writes them to a file.</summary>
internal static class Seed
{
    private const string Password = "Correct-horse-7-battery";

    public static string Email(int number) => $"person{number}@peer.example";

    public static async Task Run(IServiceProvider services, PeerSettings settings)
    {
        await using (var scope = services.CreateAsyncScope())
        {
            var db = scope.ServiceProvider.GetRequiredService<PeerDb>();
            await db.Database.EnsureCreatedAsync();
            if (settings.PostgreSql is null)
            {
                await CheckDurability(db);
            }
        }

        // One hash for all: making it hundreds of times would only delay the start.
        var hash = services.GetRequiredService<IServiceScopeFactory>().CreateScope().ServiceProvider
            .GetRequiredService<IPasswordHasher<IdentityUser>>().HashPassword(new IdentityUser(), Password);
        var lines = new List<string>();
        for (var number = 0; number < settings.Users; number++)
        {
            await using var scope = services.CreateAsyncScope();
            var users = scope.ServiceProvider.GetRequiredService<UserManager<IdentityUser>>();
            var email = Email(number);
            var user = new IdentityUser(email) { Email = email, EmailConfirmed = true, PasswordHash = hash };
            Expect(await users.CreateAsync(user));
            Expect(await users.ResetAuthenticatorKeyAsync(user));
            Expect(await users.SetTwoFactorEnabledAsync(user, enabled: true));
            var codes = await users.GenerateNewTwoFactorRecoveryCodesAsync(user, settings.CodesPerUser);
            lines.Add(string.Join(' ', [email, Password, .. codes!]));
        }

        await File.WriteAllLinesAsync(settings.AccountsFile, lines);
    }

    /// <summary>A commit must be as dear here as it is on the other side.</summary>
    private static async Task CheckDurability(PeerDb db)
    {
        await db.Database.ExecuteSqlRawAsync("PRAGMA journal_mode=WAL");
        var synchronous = await db.Database.SqlQueryRaw<int>("SELECT synchronous AS Value FROM pragma_synchronous").SingleAsync();
        if (synchronous != 2)
        {
            throw new InvalidOperationException($"SQLite runs with synchronous={synchronous}; 2 (FULL) is what is measured.");
        }
    }

    private static void Expect(IdentityResult result)
    {
        if (!result.Succeeded)
        {
            throw new InvalidOperationException(result.ToString());
        }
    }
}
