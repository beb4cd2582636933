using Daypass.Server.Codes;
using Daypass.Server.Devices;
using Daypass.Server.Hosting;
using Daypass.Server.Notifications;
using Daypass.Server.People;
using Daypass.Server.Sessions;
using Daypass.Server.SignIn;
using OtpNet;

namespace Daypass.Server.CommandLine.Demo;

/// <summary>
/// Somebody of the demo, doing what a person does on the pages, by the same use cases. What a use case refuses is a bug in the story.
/// </summary>
internal sealed class DemoPerson(IServiceProvider services, DemoClock clock, Guid firm, Guid id, string name, string email)
{
    /// <summary>Long enough for logins without MFA too (P3).</summary>
    public const string Password = "lantern over quiet harbour";

    private static readonly ClientInfo Browser = new("192.0.2.7", "Demo");

    // A TOTP value works once, and a step has 30 seconds.
    private static readonly TimeSpan BetweenActs = TimeSpan.FromSeconds(61);

    private TotpSecret? _secret;

    public Guid Id => id;
    public string Name => name;
    public string Email => email;
    public Guid Device { get; private set; }

    /// <summary>What a TOTP app needs to be this person's device; null where none is paired.</summary>
    public Uri? OtpAuth { get; private set; }

    /// <summary>The last temporary code that was issued for this person.</summary>
    public CodeDigits? Code { get; private set; }

    public async Task Accept(Token? invitation = null)
    {
        clock.Pass(BetweenActs);
        invitation ??= await Store.Write(firm, async db => await LinkTokens.Make(db, clock.Now(), (await db.Lock(id))!, LinkPurpose.Invitation));
        _session = await Get<AcceptInvitation>().Run(firm, invitation.Reveal(), Password, Browser) switch
        {
            AcceptInvitationResult.Admitted admitted => admitted.Session,
            AcceptInvitationResult.PairingOnly pairing => pairing.Session,
            var other => throw Unexpected(other),
        };
    }

    /// <summary>Pairs a device in the session that is open.</summary>
    public async Task Pair(string device)
    {
        clock.Pass(BetweenActs);
        var me = await Me();
        var started = await Get<StartPairing>().Run(me, Guid.CreateVersion7(), device, Password, null) as StartPairingResult.Started ?? throw Unexpected(device);
        (_secret, Device, OtpAuth) = (started.Secret, started.DeviceId, started.OtpAuth);
        _session = await Get<FinishPairing>().Run(me, Device, Totp(), Browser) is FinishPairingResult.Paired paired ? paired.NewSession ?? _session : throw Unexpected(device);
    }

    /// <summary>Signs in with the device, or with a temporary code; the session counts as confirmed for 15 minutes.</summary>
    public async Task<SignedIn> SignIn(CodeDigits? code = null)
    {
        clock.Pass(BetweenActs);
        var attempt = await Get<EnterPassword>().Run(firm, email, Password, null, null, Browser) as PasswordResult.Continue ?? throw Unexpected("password");
        _session = await Get<EnterCode>().Run(firm, attempt.Attempt.Reveal(), code?.Reveal() ?? Totp(), Browser) is CodeResult.Admitted admitted ? admitted.Session : throw Unexpected("code");
        return await Me();
    }

    public async Task Disconnect(SignedIn me)
    {
        clock.Pass(BetweenActs);
        var proof = me.Kind == SessionKind.TemporaryCode ? null : Totp();
        if (await Get<Disconnect>().Run(me, Device, Password, proof) is not DisconnectResult.Disconnected)
        {
            throw Unexpected("disconnect");
        }

        OtpAuth = null;
    }

    public async Task IssueCode(SignedIn by, CodeReason reason, string? text = null)
    {
        clock.Pass(BetweenActs);
        Code = await Get<IssueCode>().Run(by, Guid.CreateVersion7(), id, reason, text) is IssueResult.Issued issued ? issued.Digits : throw Unexpected("issue");
    }

    public async Task RemoveCode(SignedIn by)
    {
        if (await Get<RemoveCode>().Run(by, id) != RemoveResult.Removed)
        {
            throw Unexpected("remove");
        }

        Code = null;
    }

    public async Task MarkLost(SignedIn by)
    {
        if (await Get<MarkLost>().Run(by, id, Device) != MarkLostResult.Done)
        {
            throw Unexpected("lost");
        }

        OtpAuth = null;
    }

    private Store Store => Get<Store>();

    private Token? _session;

    private async Task<SignedIn> Me() => await SessionHandler.Find(Store, firm, _session!.Hash(), clock.Now()) ?? throw Unexpected("session");

    private string Totp() => new Totp(_secret!.Reveal()).ComputeTotp(clock.GetUtcNow().UtcDateTime);

    private T Get<T>() where T : notnull => services.GetRequiredService<T>();

    private InvalidOperationException Unexpected(object what) => new($"The demo's story does not hold for {name}: {what}.");
}
