using Daypass.Server.Audit;
using Daypass.Server.Codes;
using Daypass.Server.Mfa;
using Daypass.Server.Sessions;
using Microsoft.EntityFrameworkCore;

namespace Daypass.Server.Devices;

/// <param name="LastSeenAt">Of a phone: when its app was last open, or woken.</param>
internal sealed record DeviceLine(Guid Id, AuthenticatorKind Kind, string Name, DateTimeOffset PairedAt, DateTimeOffset? LastUsedAt, DateTimeOffset? LastSeenAt);

/// <param name="LastIsRequired">D2: with one device left, it cannot be disconnected now.</param>
/// <param name="DisconnectingLastTurnsMfaOff">D3: disconnecting the last one turns MFA off at once.</param>
/// <param name="HoldUntil">Without a device: until when MFA stays on; <see cref="Hold.OpenEnd"/>: until one is paired.</param>
/// <param name="MayMakeBackupCodes">By the session's limits (S2, S4); a fresh second step is asked for besides.</param>
internal sealed record MyDevicesView(
    IReadOnlyList<DeviceLine> Devices, int BackupCodesLeft, DateTimeOffset? BackupCodesMadeAt, Policy Policy, NextStep Next, bool LastIsRequired,
    bool DisconnectingLastTurnsMfaOff, DateTimeOffset? HoldUntil, bool MayMakeBackupCodes);

/// <summary>A person's own devices and backup codes, and what may be done with them.</summary>
internal sealed class MyDevices(Store store, TimeProvider clock)
{
    public Task<MyDevicesView> Run(SignedIn me) => store.Read(me.FirmId, async db =>
    {
        var now = clock.Now();
        var account = await db.Accounts.AsNoTracking().SingleAsync(x => x.Id == me.AccountId);
        var facts = await FactsForNextStep.Read(db, account, now);
        var devices = await db.Authenticators.Where(x => x.AccountId == account.Id && x.State == AuthenticatorState.Paired)
            .OrderBy(x => x.PairedAt).Select(x => new DeviceLine(x.Id, x.Kind, x.Name, x.PairedAt ?? x.CreatedAt, x.LastUsedAt, x.LastSeenAt)).ToListAsync();
        var backups = await db.RecoveryCodes.AsNoTracking().Where(x => x.AccountId == account.Id).ToListAsync();
        var mayLose = DisconnectRule.MayDisconnectOwn(facts.Policy, isLast: true, await CodeEnder.Live(db, now, account.Id) is not null);
        var issuedLately = now - HoldRule.AfterIssuing;
        var heldByCode = await db.TemporaryCodes.AnyAsync(x => x.AccountId == account.Id && x.IssuedAt > issuedLately);
        return new MyDevicesView(
            devices, backups.Count(x => x.UsedAt is null), backups.FirstOrDefault()?.MadeAt, facts.Policy, NextStepRule.Decide(facts, now),
            LastIsRequired: devices.Count == 1 && !mayLose,
            DisconnectingLastTurnsMfaOff: facts.Policy == Policy.Optional && !heldByCode && !me.IsLimited,
            facts.Hold.Until, me.May(Ability.MakeBackupCodes));
    });
}
