using Daypass.Server.Audit;
using Daypass.Server.Hosting.Keys;
using Daypass.Server.Mfa;
using Daypass.Server.Notifications;
using Daypass.Server.Sessions;
using Microsoft.EntityFrameworkCore;

namespace Daypass.Server.Devices;

internal abstract record MakeBackupCodesResult
{
    /// <summary>In groups, as they are printed. They go out here and never again.</summary>
    internal sealed record Made(IReadOnlyList<string> Codes) : MakeBackupCodesResult
    {
        public override string ToString() => $"Made {Codes.Count}";
    }

    internal sealed record AlreadyShown : MakeBackupCodesResult;

    internal sealed record NeedsSecondStep : MakeBackupCodesResult;

    internal sealed record NotAllowed : MakeBackupCodesResult;
}

/// <summary>A batch of a person's own single-use codes, shown once; the batch before it dies. Not in a code session (S2).</summary>
internal sealed class MakeBackupCodes(Store store, TimeProvider clock, KeyedHash keyedHash)
{
    public Task<MakeBackupCodesResult> Run(SignedIn me, Guid operationId) => store.Write<MakeBackupCodesResult>(me.FirmId, async db =>
    {
        var (account, answeredBefore) = await db.OwnTurn(me, operationId);
        var now = clock.Now();
        if (account is null || !me.May(Ability.MakeBackupCodes) || await Holding.PairedOf(db, account) != Paired.Now)
        {
            return new MakeBackupCodesResult.NotAllowed();
        }

        if (answeredBefore)
        {
            return new MakeBackupCodesResult.AlreadyShown();
        }

        if (!SessionRule.IsFresh(me.ConfirmedAt, now))
        {
            return new MakeBackupCodesResult.NeedsSecondStep();
        }

        db.Operations.Add(new Operation { Id = operationId, FirmId = account.FirmId, AccountId = account.Id, At = now });
        await db.RecoveryCodes.Where(x => x.AccountId == account.Id).ExecuteDeleteAsync();
        var batch = BackupCodes.NewBatch();
        foreach (var digits in batch)
        {
            var (keyId, mac) = keyedHash.Make(KeyPurpose.BackupCode, account.Id, digits.Reveal());
            db.RecoveryCodes.Add(new RecoveryCode
            {
                Id = Guid.CreateVersion7(now),
                FirmId = account.FirmId,
                AccountId = account.Id,
                Mac = mac,
                KeyId = keyId,
                MadeAt = now,
                MadeIn = me.SessionId,
            });
        }

        var by = By.Person(account.Id);
        db.Record(now, account.FirmId, EventKind.BackupCodesMade, by, account.Id, session: me.SessionId, facts: new CountFacts(batch.Count));
        db.Tell(now, NoticeKind.BackupCodesMade, account, by);
        return new MakeBackupCodesResult.Made([.. batch.Select(x => x.Groups())]);
    });
}
