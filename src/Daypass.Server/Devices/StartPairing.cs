using Daypass.Server.Codes;
using Daypass.Server.Hosting.Keys;
using Daypass.Server.Sessions;
using Daypass.Server.SignIn;
using Microsoft.EntityFrameworkCore;

namespace Daypass.Server.Devices;

internal abstract record StartPairingResult
{
    /// <summary>The secret goes out here and never again.</summary>
    internal sealed record Started(Guid DeviceId, TotpSecret Secret, Uri OtpAuth) : StartPairingResult
    {
        public override string ToString() => $"Started {DeviceId}";
    }

    /// <summary>This form was answered before (reload, back, double click).</summary>
    internal sealed record AlreadyShown : StartPairingResult;

    /// <summary>D1: the password or the second step is missing or wrong.</summary>
    internal sealed record Proof(ProofResult Result) : StartPairingResult;

    internal sealed record TooMany : StartPairingResult;

    internal sealed record NotAllowed : StartPairingResult;
}

/// <summary>
/// Begins to pair a TOTP app: makes and shows its secret. Nothing counts before the first proof (<see cref="FinishPairing"/>).
/// D1 asks for the password and, where an authenticator is paired, a fresh second step; not again where both were given for this very
/// purpose: in a session that a mailbox proof opened, or in the sitting in which an invitation was accepted.
/// </summary>
internal sealed class StartPairing(Store store, TimeProvider clock, FreshProof proof, SecretBox box)
{
    /// <summary>How long the secret waits for its first proof.</summary>
    public static readonly TimeSpan Life = TimeSpan.FromMinutes(30);

    /// <summary>More devices than anybody has.</summary>
    public const int MostDevices = 10;

    public const int LongestName = 60;

    public async Task<StartPairingResult> Run(SignedIn me, Guid operationId, string name, string? password, string? typedTotp)
    {
        if (!me.May(Ability.ManageOwnDevices))
        {
            return new StartPairingResult.NotAllowed();
        }

        // Looked at before the proof too: a form sent twice would otherwise be told that its TOTP is used up.
        if (await store.Read(me.FirmId, db => db.Operations.AnyAsync(x => x.Id == operationId)))
        {
            return new StartPairingResult.AlreadyShown();
        }

        var asksFor = await AsksFor(me);
        if (asksFor.Password && await proof.Run(me, password ?? "", typedTotp) is var result and not ProofResult.Fine)
        {
            return new StartPairingResult.Proof(result);
        }

        return await store.Write(me.FirmId, db => Start(db, me, operationId, name, asksFor.Totp));
    }

    /// <summary>What the form asks for besides the name (D1).</summary>
    public async Task<(bool Password, bool Totp)> AsksFor(SignedIn me) =>
        await store.Read(me.FirmId, db => NeedsNoProof(db, me)) ? (false, false) : (true, await proof.AsksForTotp(me));

    private async Task<bool> NeedsNoProof(DaypassDb db, SignedIn me)
    {
        if (await db.Authenticators.AnyAsync(x => x.AccountId == me.AccountId && x.State == AuthenticatorState.Paired))
        {
            return false;
        }

        var account = await db.Accounts.AsNoTracking().SingleAsync(x => x.Id == me.AccountId);
        return me.Kind == SessionKind.MailboxProof
            || (SessionRule.IsFresh(account.AcceptedAt, clock.Now()) && await Invitation.WasAcceptedIn(db, me, account));
    }

    private async Task<StartPairingResult> Start(DaypassDb db, SignedIn me, Guid operationId, string name, bool provenByDevice)
    {
        var account = await db.OwnTurn(me);
        var now = clock.Now();
        if (account is null)
        {
            return new StartPairingResult.NotAllowed();
        }

        if (await db.Operations.AnyAsync(x => x.Id == operationId))
        {
            return new StartPairingResult.AlreadyShown();
        }

        var paired = await db.Authenticators.CountAsync(x => x.AccountId == account.Id && x.State == AuthenticatorState.Paired);
        if (paired > 0 && !provenByDevice && me.Kind is not (SessionKind.TemporaryCode or SessionKind.BackupCode))
        {
            // Paired a moment ago, elsewhere: from now on that device is asked (D1).
            return new StartPairingResult.Proof(new ProofResult.TotpNeeded());
        }

        if (paired >= MostDevices)
        {
            return new StartPairingResult.TooMany();
        }

        db.Operations.Add(new Operation { Id = operationId, FirmId = account.FirmId, AccountId = account.Id, At = now });
        // Whoever begins again has no use for the secret shown before.
        await db.Authenticators.Where(x => x.AccountId == account.Id && x.State == AuthenticatorState.Pending && (x.PairedIn == me.SessionId || x.CreatedAt <= now - Life))
            .ExecuteDeleteAsync();
        var (id, secret) = (Guid.CreateVersion7(now), TotpSecret.New());
        db.Authenticators.Add(new Authenticator
        {
            Id = id,
            FirmId = account.FirmId,
            AccountId = account.Id,
            Kind = AuthenticatorKind.Totp,
            State = AuthenticatorState.Pending,
            Name = NameFrom(name),
            Secret = box.Seal(KeyPurpose.TotpSecret, id, secret.Reveal()),
            CreatedAt = now,
            PairedIn = me.SessionId,
        });
        var firm = await db.Firms.Where(x => x.Id == account.FirmId).Select(x => x.Name).SingleAsync();
        return new StartPairingResult.Started(id, secret, secret.OtpAuth(firm, account.Email));
    }

    private static string NameFrom(string typed)
    {
        var name = DisplayText.Clean(typed);
        return name.Length <= LongestName ? name : DisplayText.Clean(name[..LongestName]);
    }
}
