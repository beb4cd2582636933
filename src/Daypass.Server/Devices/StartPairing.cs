using Daypass.Server.Codes;
using Daypass.Server.Hosting;
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

    /// <summary>A phone is to be paired. The code goes out here and never again.</summary>
    internal sealed record StartedPhone(Guid DeviceId, PairingCode Code, Uri Address, DateTimeOffset CodeEnds) : StartPairingResult
    {
        public override string ToString() => $"StartedPhone {DeviceId}";
    }

    /// <summary>This form was answered before (reload, back, double click).</summary>
    internal sealed record AlreadyShown : StartPairingResult;

    /// <summary>D1: the password or the second step is missing or wrong.</summary>
    internal sealed record Proof(ProofResult Result) : StartPairingResult;

    internal sealed record TooMany : StartPairingResult;

    internal sealed record NotAllowed : StartPairingResult;
}

/// <summary>
/// Begins to pair a TOTP app or a phone: makes and shows the app's secret, or the code with which the Daypass Authenticator on the
/// phone is paired. Nothing counts before the first proof (<see cref="FinishPairing"/>).
/// D1 asks for the password and, where an authenticator is paired, a fresh second step; not again where both were given for this very
/// purpose: in a session that a mailbox proof opened, or in the sitting in which an invitation was accepted.
/// </summary>
internal sealed class StartPairing(Store store, TimeProvider clock, FreshProof proof, SecretBox box, KeyedHash keyedHash, PublicOrigin origin)
{
    /// <summary>How long a pairing waits for its first proof.</summary>
    public static readonly TimeSpan Life = TimeSpan.FromMinutes(30);

    /// <summary>How long a phone can be paired with its code.</summary>
    public static readonly TimeSpan CodeLife = TimeSpan.FromMinutes(10);

    /// <summary>More devices than anybody has.</summary>
    public const int MostDevices = 10;

    public const int LongestName = 60;

    /// <param name="name">Of a TOTP app; a phone is named on the phone.</param>
    public async Task<StartPairingResult> Run(
        SignedIn me, Guid operationId, string name, string? password, string? typedTotp, AuthenticatorKind kind = AuthenticatorKind.Totp)
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

        return await store.Write(me.FirmId, db => Start(db, me, operationId, kind, name, asksFor.Totp));
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

    private async Task<StartPairingResult> Start(DaypassDb db, SignedIn me, Guid operationId, AuthenticatorKind kind, string name, bool provenByDevice)
    {
        var (account, answeredBefore) = await db.OwnTurn(me, operationId);
        var now = clock.Now();
        if (account is null)
        {
            return new StartPairingResult.NotAllowed();
        }

        if (answeredBefore)
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
        // Whoever begins again has no use for the secret or code shown before.
        await db.Authenticators.Where(x => x.AccountId == account.Id && x.State == AuthenticatorState.Pending && (x.PairedIn == me.SessionId || x.CreatedAt <= now - Life))
            .ExecuteDeleteAsync();
        var device = new Authenticator
        {
            Id = Guid.CreateVersion7(now),
            FirmId = account.FirmId,
            AccountId = account.Id,
            Kind = kind,
            State = AuthenticatorState.Pending,
            CreatedAt = now,
            PairedIn = me.SessionId,
        };
        db.Authenticators.Add(device);
        return kind == AuthenticatorKind.Daypass ? Phone(device) : await App(db, account, device, name);
    }

    private StartPairingResult.StartedPhone Phone(Authenticator device)
    {
        var code = PairingCode.New();
        // Of no owner: the phone knows nothing but the code.
        device.PairingCode = keyedHash.Make(KeyPurpose.PairingCode, Guid.Empty, code.Reveal()).Mac;
        // In the fragment: browsers send it to nobody, and no log has it.
        return new StartPairingResult.StartedPhone(device.Id, code, new Uri(origin.Link($"/authenticator/#pair={code.Reveal()}")), device.CreatedAt + CodeLife);
    }

    private async Task<StartPairingResult> App(DaypassDb db, Account account, Authenticator device, string name)
    {
        var secret = TotpSecret.New();
        device.Name = NameFrom(name);
        device.Secret = box.Seal(KeyPurpose.TotpSecret, device.Id, secret.Reveal());
        var firm = await db.Firms.Where(x => x.Id == account.FirmId).Select(x => x.Name).SingleAsync();
        return new StartPairingResult.Started(device.Id, secret, secret.OtpAuth(firm, account.Email));
    }

    /// <summary>A device's name as it is kept.</summary>
    internal static string NameFrom(string typed)
    {
        var name = DisplayText.Clean(typed);
        return name.Length <= LongestName ? name : DisplayText.Clean(name[..LongestName]);
    }
}
