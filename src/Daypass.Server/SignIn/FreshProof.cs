using Daypass.Server.Audit;
using Daypass.Server.Codes;
using Daypass.Server.Hosting;
using Daypass.Server.Hosting.Keys;
using Daypass.Server.Sessions;
using Microsoft.EntityFrameworkCore;

namespace Daypass.Server.SignIn;

/// <summary>What came of proving oneself once more.</summary>
internal abstract record ProofResult
{
    internal sealed record Fine : ProofResult;

    internal sealed record PasswordWrong : ProofResult;

    /// <summary>A device is paired: its code is asked as well.</summary>
    internal sealed record TotpNeeded : ProofResult;

    internal sealed record TypingError : ProofResult;

    internal sealed record TotpWrong : ProofResult;

    internal sealed record CapReached(DateTimeOffset Until) : ProofResult;

    internal sealed record Busy : ProofResult;

    /// <summary>Too many wrong passwords.</summary>
    internal sealed record Locked : ProofResult;
}

/// <summary>
/// Proving oneself again inside a session: the password, and where an authenticator is paired and the session is no code session,
/// a fresh second step (D1). Tries count as at sign-in.
/// </summary>
internal sealed class FreshProof(Store store, TimeProvider clock, PasswordPlaces places, Passwords passwords, HashLanes lanes, CodeTries tries, TotpVerifier totp)
{
    /// <summary>Password, and the second step where it can be asked.</summary>
    public async Task<ProofResult> Run(SignedIn me, string password, string? typedTotp)
    {
        var asked = await AsksForTotp(me);
        if (asked && string.IsNullOrWhiteSpace(typedTotp))
        {
            return new ProofResult.TotpNeeded();
        }

        var result = await Password(me, password);
        return result is ProofResult.Fine && asked ? await SecondStep(me, typedTotp!) : result;
    }

    /// <summary>
    /// Whether a proof in this session includes the device: in all but code sessions (D1). Also in one that a mailbox proof opened before
    /// the person paired elsewhere: the mailbox stood for a device only as long as there was none.
    /// </summary>
    public async Task<bool> AsksForTotp(SignedIn me) =>
        me.Kind is not (SessionKind.TemporaryCode or SessionKind.BackupCode)
        && await store.Read(me.FirmId, db => db.Authenticators.AnyAsync(x => x.AccountId == me.AccountId && x.State == AuthenticatorState.Paired));

    /// <summary>The password alone, counted for this signed-in browser.</summary>
    public async Task<ProofResult> Password(SignedIn me, string password)
    {
        var account = await store.Read(me.FirmId, db => db.Accounts.AsNoTracking().SingleAsync(x => x.Id == me.AccountId));
        // Of its own count: somebody elsewhere cannot lock the person out of their own pages.
        var subject = PasswordTriesKey.Of(me.FirmId, account.EmailKey, me.SessionId);
        try
        {
            using var lane = lanes.Enter(knownBrowser: true);
            var place = await places.Reserve(subject, new LoginsPassword(subject, account));
            if (place != PasswordPlace.Taken)
            {
                return place == PasswordPlace.Locked ? new ProofResult.Locked() : new ProofResult.Busy();
            }

            var right = await lane.Run(() => passwords.Verify(account.PasswordHash, password));
            await store.Write(me.FirmId, db => right ? PasswordPlaces.Right(db, subject) : places.Wrong(db, subject, new LoginsPassword(subject, account)));
            return right ? new ProofResult.Fine() : new ProofResult.PasswordWrong();
        }
        catch (HashLanesBusy)
        {
            return new ProofResult.Busy();
        }
    }

    /// <summary>A TOTP of one of the person's devices; marks the session as freshly confirmed with it.</summary>
    public async Task<ProofResult> SecondStep(SignedIn me, string typed)
    {
        if (TypedCode.Read(typed) is not TypedCode.Totp { Digits: var digits })
        {
            return new ProofResult.TypingError();
        }

        switch (await tries.Reserve(me.FirmId, me.AccountId, TryKind.Totp, codeId: null))
        {
            case Place.CapReached cap: return new ProofResult.CapReached(cap.Until);
            case Place.Taken place:
                var devices = await store.Read(me.FirmId, db => db.Authenticators.AsNoTracking()
                    .Where(x => x.AccountId == me.AccountId && x.State == AuthenticatorState.Paired).ToListAsync());
                foreach (var device in devices)
                {
                    if (totp.Verify(device, digits, clock.Now()) is { } step && await store.Write(me.FirmId, db => Confirm(db, me, device, step, place.TryId)))
                    {
                        return new ProofResult.Fine();
                    }
                }

                await tries.Wrong(me.FirmId, me.AccountId, place.TryId, TryKind.Totp, codeId: null);
                return new ProofResult.TotpWrong();
            default: return new ProofResult.Busy();
        }
    }

    private async Task<bool> Confirm(DaypassDb db, SignedIn me, Authenticator device, long step, Guid tryId)
    {
        var now = clock.Now();
        if (await db.Lock(me.AccountId) is null || !await TotpStep.Take(db, now, device.Id, step))
        {
            return false;
        }

        await CodeTries.GiveBack(db, tryId, codeId: null);
        await db.Sessions.Where(x => x.Id == me.SessionId && x.EndedAt == null)
            .ExecuteUpdateAsync(set => set.SetProperty(x => x.ConfirmedAt, now).SetProperty(x => x.ConfirmedWithPairedAt, device.PairedAt));
        db.Record(now, me.FirmId, EventKind.SecondStepConfirmed, By.Person(me.AccountId), me.AccountId, device: device.Id, session: me.SessionId);
        return true;
    }
}
