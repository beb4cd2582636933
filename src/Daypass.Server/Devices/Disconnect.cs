using Daypass.Server.Audit;
using Daypass.Server.Codes;
using Daypass.Server.Mfa;
using Daypass.Server.Notifications;
using Daypass.Server.Sessions;
using Daypass.Server.SignIn;
using Microsoft.EntityFrameworkCore;

namespace Daypass.Server.Devices;

internal abstract record DisconnectResult
{
    /// <param name="MfaTurnedOff">It was the last one, and MFA is off from now on (D3).</param>
    /// <param name="HoldUntil">It was the last one, and MFA stays on until then; <see cref="Hold.OpenEnd"/>: until a device is paired.</param>
    internal sealed record Disconnected(bool MfaTurnedOff, DateTimeOffset? HoldUntil) : DisconnectResult;

    /// <summary>D2: MFA is required here, and this is the last one.</summary>
    internal sealed record LastOneRequired : DisconnectResult;

    internal sealed record Proof(ProofResult Result) : DisconnectResult;

    internal sealed record NotFound : DisconnectResult;

    internal sealed record NotAllowed : DisconnectResult;
}

/// <summary>A person disconnects their own device. What it means for MFA when it was the last one is D2 and D3.</summary>
internal sealed class Disconnect(Store store, TimeProvider clock, FreshProof proof)
{
    public async Task<DisconnectResult> Run(SignedIn me, Guid deviceId, string password, string? typedTotp)
    {
        if (!me.May(Ability.ManageOwnDevices))
        {
            return new DisconnectResult.NotAllowed();
        }

        if (!await store.Read(me.FirmId, db => PairedOf(db, me.AccountId).AnyAsync(x => x.Id == deviceId)))
        {
            return new DisconnectResult.NotFound();
        }

        return await proof.Run(me, password, typedTotp) is var result and not ProofResult.Fine
            ? new DisconnectResult.Proof(result)
            : await store.Write(me.FirmId, db => Take(db, me, deviceId));
    }

    private static IQueryable<Authenticator> PairedOf(DaypassDb db, Guid accountId) =>
        db.Authenticators.AsNoTracking().Where(x => x.AccountId == accountId && x.State == AuthenticatorState.Paired);

    private async Task<DisconnectResult> Take(DaypassDb db, SignedIn me, Guid deviceId)
    {
        var account = await db.OwnTurn(me);
        var now = clock.Now();
        if (account is null)
        {
            return new DisconnectResult.NotAllowed();
        }

        var paired = await PairedOf(db, account.Id).ToListAsync();
        if (paired.Find(x => x.Id == deviceId) is not { } device)
        {
            return new DisconnectResult.NotFound();
        }

        // Read after the turn was taken: of two that disconnect the last two at the same moment, the second sees one (D2).
        var isLast = paired.Count == 1;
        var policy = (await FactsForNextStep.Read(db, account, now)).Policy;
        if (!DisconnectRule.MayDisconnectOwn(policy, isLast, await CodeEnder.Live(db, now, account.Id) is not null))
        {
            return new DisconnectResult.LastOneRequired();
        }

        var by = By.Person(account.Id);
        var recovery = await Recovery.Behind(db, now, me, account);
        await db.Authenticators.Where(x => x.Id == device.Id).ExecuteUpdateAsync(set =>
        {
            set.SetProperty(x => x.State, AuthenticatorState.Disconnected).SetProperty(x => x.EndedAt, now).SetProperty(x => x.EndedThroughCode, recovery.Code);
            // T2 may take a disconnecting through a code back: its keys then have to be there still. It is woken no more in any case.
            _ = recovery.Code is null ? set.WipeKeys() : set.SetProperty(x => x.Push, (byte[]?)null);
        });
        db.Record(now, account.FirmId, EventKind.DeviceDisconnected, by, account.Id, code: recovery.Code, device: device.Id, session: me.SessionId);
        db.Tell(now, NoticeKind.DeviceDisconnected, account, by, new Subject(Device: device.Id));
        return isLast ? await WithoutAny(db, now, me, account, policy) : new DisconnectResult.Disconnected(false, null);
    }

    /// <summary>D3: no code live, none issued in the last 24 hours, and none typed to open this session: MFA is off at once; otherwise it is held on.</summary>
    private static async Task<DisconnectResult> WithoutAny(DaypassDb db, DateTimeOffset now, SignedIn me, Account account, Policy policy)
    {
        var lastCode = await db.TemporaryCodes.Where(x => x.AccountId == account.Id)
            .OrderByDescending(x => x.IssuedAt).Select(x => new { x.IssuedAt, x.ExpiresAt }).FirstOrDefaultAsync();
        var hold = HoldRule.AfterOwnDisconnectOfLast(
            new Hold(account.HoldUntil), policy, lastCode is null ? null : new IssuedCode(lastCode.IssuedAt, lastCode.ExpiresAt), me.IsLimited, now);
        var by = By.Person(account.Id);
        if (hold.Until is { } until)
        {
            Holding.Set(db, now, account, hold, by);
            return new DisconnectResult.Disconnected(false, until);
        }

        db.Record(now, account.FirmId, EventKind.MfaTurnedOff, by, account.Id);
        db.Tell(now, NoticeKind.MfaTurnedOff, account, by);
        return new DisconnectResult.Disconnected(true, null);
    }
}
