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

    /// <summary>A phone has proven its key: the person in the session that began says whether it is theirs.</summary>
    Proven = 2,
}

/// <param name="Number">What a phone that has proven itself shows too.</param>
internal sealed record PendingView(AuthenticatorKind Kind, string Name, PairingStage Stage, string? Number);

/// <summary>A device whose pairing is under way in this session; null: begin again. Its secret or code is not shown a second time.</summary>
internal sealed class PendingPairing(Store store, TimeProvider clock)
{
    public async Task<PendingView?> Run(SignedIn me, Guid deviceId)
    {
        var now = clock.Now();
        var found = await store.Read(me.FirmId, db => PendingPairings.Of(db, now, me).SingleOrDefaultAsync(x => x.Id == deviceId));
        return found is null || (found.Kind == AuthenticatorKind.Daypass && !PendingPairings.CodeIsGood(found, now))
            ? null
            : new PendingView(found.Kind, found.Name, found.ProvenAt is null ? PairingStage.Open : PairingStage.Proven,
                found is { ProvenAt: not null, PublicKey: { } key } ? PairingNumber.Of(key, found.Id) : null);
    }
}

/// <summary>Throws away a pairing of this session: the phone that answered is not the person's.</summary>
internal sealed class DropPairing(Store store, TimeProvider clock)
{
    public Task Run(SignedIn me, Guid deviceId) =>
        store.Write(me.FirmId, db => PendingPairings.Of(db, clock.Now(), me).Where(x => x.Id == deviceId).ExecuteDeleteAsync());
}
