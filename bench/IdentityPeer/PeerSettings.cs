using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;

namespace IdentityPeer;

internal sealed class PeerSettings
{
    public string? PostgreSql { get; init; }

    public string SqliteFile { get; init; } = "peer.db";

    /// <summary>Takes the password's hash out of the measurement.</summary>
    public bool FreeHash { get; init; }

    public int Users { get; init; } = 10;

    public int CodesPerUser { get; init; } = 10;

    /// <summary>Where the seed writes who can sign in: a line each of email, password and recovery codes, with blanks between.</summary>
    public string AccountsFile { get; init; } = "accounts.txt";
}

internal sealed class PeerDb(DbContextOptions<PeerDb> options) : IdentityDbContext<IdentityUser>(options);

internal sealed class FreeHasher : IPasswordHasher<IdentityUser>
{
    public string HashPassword(IdentityUser user, string password) => password;

    public PasswordVerificationResult VerifyHashedPassword(IdentityUser user, string hashedPassword, string providedPassword) =>
        string.Equals(hashedPassword, providedPassword, StringComparison.Ordinal) ? PasswordVerificationResult.Success : PasswordVerificationResult.Failed;
}
