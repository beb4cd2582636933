using Daypass.Server.Audit;
using Daypass.Server.Codes;
using Daypass.Server.Hosting;
using Daypass.Server.Mfa;
using Daypass.Server.Notifications;
using Daypass.Server.Sessions;
using Microsoft.EntityFrameworkCore;

namespace Daypass.Server.Devices;

internal abstract record FinishPairingResult
{
    /// <summary>With the session that takes this one's place, where there is one (P4).</summary>
    internal sealed record Paired(Token? NewSession, DateTimeOffset ExpiresAt) : FinishPairingResult;

    internal sealed record Wrong : FinishPairingResult;

    /// <summary>The phone has not proven its key yet.</summary>
    internal sealed record NotProven : FinishPairingResult;

    /// <summary>Not six digits: costs no try.</summary>
    internal sealed record TypingError : FinishPairingResult;

    /// <summary>Too late, begun again, or overtaken by another device that was paired meanwhile.</summary>
    internal sealed record Gone : FinishPairingResult;

    internal sealed record CapReached(DateTimeOffset Until) : FinishPairingResult;

    internal sealed record Busy : FinishPairingResult;
}

/// <summary>
/// The first proof of a device, with which its pairing counts (D1): six digits of a TOTP app, or the key that a phone has proven
/// (<see cref="ProvePhone"/>). A phone's code may be seen by others, so that it alone pairs nothing: the person says in this session
/// that the phone is theirs. It ends a live code (C9, D4) and the hold (D3), and turns MFA on. What it rests on decides whether all
/// sessions are limited for a day (S4).
/// </summary>
internal sealed class FinishPairing(Store store, TimeProvider clock, CodeTries tries, TotpVerifier totp)
{
    /// <param name="typedTotp">Of a TOTP app.</param>
    public async Task<FinishPairingResult> Run(SignedIn me, Guid deviceId, string? typedTotp, ClientInfo client)
    {
        if (!me.May(Ability.ManageOwnDevices) || await store.Read(me.FirmId, db => Pending(db, me, deviceId)) is not { } device)
        {
            return new FinishPairingResult.Gone();
        }

        if (device.Kind == AuthenticatorKind.Daypass)
        {
            return device.ProvenAt is not null ? await store.Write(me.FirmId, db => Pair(db, me, device, step: 0, tryId: null, client))
                : PendingPairings.CodeIsGood(device, clock.Now()) ? new FinishPairingResult.NotProven()
                : new FinishPairingResult.Gone();
        }

        if (TotpDigits.TryRead(typedTotp) is not { } digits)
        {
            return new FinishPairingResult.TypingError();
        }

        switch (await tries.Reserve(me.FirmId, me.AccountId, TryKind.Totp, null))
        {
            case Place.CapReached cap: return new FinishPairingResult.CapReached(cap.Until);
            case Place.Taken place:
                if (totp.Verify(device, digits, clock.Now()) is { } step)
                {
                    return await store.Write(me.FirmId, db => Pair(db, me, device, step, place.TryId, client));
                }

                await tries.Wrong(me.FirmId, me.AccountId, place.TryId, TryKind.Totp, null);
                return new FinishPairingResult.Wrong();
            default: return new FinishPairingResult.Busy();
        }
    }

    private Task<Authenticator?> Pending(DaypassDb db, SignedIn me, Guid deviceId) =>
        PendingPairings.Of(db, clock.Now(), me).SingleOrDefaultAsync(x => x.Id == deviceId);

    private async Task<FinishPairingResult> Pair(DaypassDb db, SignedIn me, Authenticator shown, long step, Guid? tryId, ClientInfo client)
    {
        var account = await db.OwnTurn(me);
        var now = clock.Now();
        if (tryId is { } place)
        {
            await CodeTries.GiveBack(db, place, codeId: null);
        }

        if (account is null || await Pending(db, me, shown.Id) is not { } device)
        {
            return new FinishPairingResult.Gone();
        }

        var by = By.Person(account.Id);
        var recovery = await Recovery.Behind(db, now, me, account);
        var mfaWasOff = NextStepRule.Decide(await FactsForNextStep.Read(db, account, now), now) == NextStep.Admit;
        await db.Authenticators.Where(x => x.Id == device.Id).ExecuteUpdateAsync(set => set
            .SetProperty(x => x.State, AuthenticatorState.Paired)
            .SetProperty(x => x.PairedAt, now)
            .SetProperty(x => x.LastUsedAt, now)
            .SetProperty(x => x.LastStep, step)
            .SetProperty(x => x.PairedThroughCode, recovery.Code)
            .SetProperty(x => x.PairedThroughMailbox, recovery.ThroughMailbox));
        device.PairedAt = now;
        await CodeEnder.EndLive(db, now, account, CodeState.DevicePaired, by);
        account.EverPaired = true;
        account.HoldUntil = HoldRule.AfterPairing().Until;
        account.HoldAnnounced = null;
        if (recovery.Limits)
        {
            Limit(account, now);
        }

        db.Record(now, account.FirmId, EventKind.DevicePaired, by, account.Id, code: recovery.Code, device: device.Id, session: me.SessionId,
            facts: new PairingFacts(device.Kind, recovery.ThroughCode, recovery.ThroughMailbox));
        db.Tell(now, NoticeKind.DevicePaired, account, by, new Subject(Code: recovery.Code, Device: device.Id));
        if (mfaWasOff)
        {
            db.Tell(now, NoticeKind.MfaTurnedOn, account, by, new Subject(Device: device.Id));
        }

        // As when the policy becomes 'required' (S3): whoever has the password alone, in another browser, is asked for the device from now on.
        await SessionEnder.End(db, now, account, SessionEnd.MfaTurnedOn, by, sessions => sessions.Where(x => x.Kind == SessionKind.PasswordOnly && x.Id != me.SessionId));
        return await GoOn(db, now, me, account, device, client);
    }

    /// <summary>S4. Limits that run already go on from their beginning: a device of that recovery lifts nothing.</summary>
    private static void Limit(Account account, DateTimeOffset now)
    {
        account.LimitedSince = now < account.LimitedUntil ? account.LimitedSince : now;
        account.LimitedUntil = now + SessionRule.LimitedAfterRecovery;
    }

    /// <summary>
    /// A session without a second step has it now, and a new token with it (P4). A code session goes on to the code's old end (C9), and
    /// one that has its second step stays as it is.
    /// </summary>
    private static async Task<FinishPairingResult> GoOn(DaypassDb db, DateTimeOffset now, SignedIn me, Account account, Authenticator device, ClientInfo client)
    {
        if (me.Kind is not (SessionKind.MailboxProof or SessionKind.PasswordOnly))
        {
            return new FinishPairingResult.Paired(null, me.ExpiresAt);
        }

        await SessionEnder.End(db, now, account, SessionEnd.Continued, By.Person(account.Id), sessions => sessions.Where(x => x.Id == me.SessionId));
        var (token, session) = SessionOpener.Open(db, now, account, SessionKind.Full, client, confirmedWith: device);
        account.MailboxMayNotProve = false;
        return new FinishPairingResult.Paired(token, session.ExpiresAt);
    }
}
