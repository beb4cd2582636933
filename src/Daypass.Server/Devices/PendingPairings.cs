using Daypass.Server.Sessions;
using Microsoft.EntityFrameworkCore;

namespace Daypass.Server.Devices;

/// <summary>
/// Pairings that can still be finished: begun in a session that is alive, and not overtaken. One that was begun before another device
/// was paired is begun again, so that it is proven by that device (D1, N5).
/// </summary>
internal static class PendingPairings
{
    public static IQueryable<Authenticator> Of(DaypassDb db, DateTimeOffset now)
    {
        var since = now - StartPairing.Life;
        return db.Authenticators.AsNoTracking().Where(x => x.State == AuthenticatorState.Pending && x.CreatedAt > since
            && db.Sessions.Any(session => session.Id == x.PairedIn && session.EndedAt == null && session.ExpiresAt > now)
            && !db.Authenticators.Any(other => other.AccountId == x.AccountId && other.State == AuthenticatorState.Paired && other.PairedAt >= x.CreatedAt));
    }

    /// <summary>Those begun in this very session.</summary>
    public static IQueryable<Authenticator> Of(DaypassDb db, DateTimeOffset now, SignedIn me) =>
        Of(db, now).Where(x => x.AccountId == me.AccountId && x.PairedIn == me.SessionId);

    /// <summary>A phone whose code was used, or can be still.</summary>
    public static bool CodeIsGood(Authenticator phone, DateTimeOffset now) => phone.ProvenAt is not null || now < phone.CreatedAt + StartPairing.CodeLife;
}

/// <summary>Where a pairing stands, for the pages that wait for it.</summary>
internal enum PairingStage
{
    /// <summary>The app, or the phone, has still to prove itself.</summary>
    Open = 1,

    /// <summary>The phone has proven its key: the session that began goes on.</summary>
    Proven = 2,
}

internal sealed record PendingView(AuthenticatorKind Kind, string Name, PairingStage Stage);

/// <summary>A device whose pairing is under way in this session; null: begin again. Its secret or code is not shown a second time.</summary>
internal sealed class PendingPairing(Store store, TimeProvider clock)
{
    public async Task<PendingView?> Run(SignedIn me, Guid deviceId)
    {
        var now = clock.Now();
        var found = await store.Read(me.FirmId, db => PendingPairings.Of(db, now, me).SingleOrDefaultAsync(x => x.Id == deviceId));
        return found is null || (found.Kind == AuthenticatorKind.Daypass && !PendingPairings.CodeIsGood(found, now))
            ? null
            : new PendingView(found.Kind, found.Name, found.ProvenAt is null ? PairingStage.Open : PairingStage.Proven);
    }
}
