using Microsoft.EntityFrameworkCore;

namespace Daypass.Server.Sessions;

/// <summary>Why the session behind a cookie was ended; null: it was not, or there is none. Nobody else is told: the token is the question.</summary>
internal sealed class WhyEnded(Store store)
{
    public async Task<SessionEnd?> Run(Guid firm, string? sessionToken) => Token.HashOf(sessionToken) is not { } hash
        ? null
        : await store.Read(firm, db => db.Sessions.Where(x => x.TokenHash == hash && x.EndedAt != null).Select(x => x.End).SingleOrDefaultAsync());
}
