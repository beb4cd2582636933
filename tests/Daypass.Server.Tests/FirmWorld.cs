using Daypass.Domain;
using Daypass.Server.Codes;
using Daypass.Server.Devices;
using Daypass.Server.Notifications;
using Daypass.Server.Sessions;
using Daypass.Server.Storage;
using Daypass.Server.Storage.Model;
using Daypass.TestHost;
using Microsoft.EntityFrameworkCore;
using OtpNet;
using Xunit;

namespace Daypass.Server.Tests;

/// <summary>
/// The world, for stories about people and what they own: people are made by a word, and a session of any kind is opened as sign-in
/// would open it. Everything else goes through use cases.
/// </summary>
internal sealed class FirmWorld : IAsyncDisposable
{
    public const string Password = World.Password;

    private readonly World _world;

    private FirmWorld(World world) => _world = world;

    public DateTimeOffset Now => _world.Now;
    public Guid Firm => _world.Amber;
    public Guid OtherFirm => _world.Birch;
    public Guid Primary => _world.Primary.Id;
    public Store Store => _world.Store;

    public static async Task<FirmWorld> Begin(DatabaseKind kind, Policy staff = Policy.Required, Policy clients = Policy.Optional)
    {
        var world = await World.Create(kind);
        foreach (var firm in new[] { world.Amber, world.Birch })
        {
            await world.SetPolicies(staff, clients, firm);
        }

        return new FirmWorld(world);
    }

    /// <summary>A use case.</summary>
    public T The<T>() where T : notnull => _world.Get<T>();

    public void Wait(TimeSpan time) => _world.Clock.Advance(time);

    /// <summary>Somebody without a device.</summary>
    public async Task<Guid> Person(Kind kind = Kind.Client, bool admin = false, Permission permissions = Permission.None, Guid? firm = null) =>
        (await _world.Add(kind, permissions, administrator: admin, firm: firm)).Id;

    /// <summary>An administrator with a fresh second step.</summary>
    public async Task<SignedIn> Administrator(Guid? firm = null) => await SignIn(await Person(Kind.Staff, admin: true, firm: firm), SessionKind.Full);

    public async Task<SignedIn> SignIn(Guid person, SessionKind kind, Guid? codeId = null)
    {
        Wait(TimeSpan.FromSeconds(1));
        var account = await Account(person);
        var token = await Store.Write(account.FirmId, async db =>
        {
            var code = codeId is null ? null : await db.TemporaryCodes.SingleAsync(x => x.Id == codeId);
            var device = kind != SessionKind.Full ? null : await db.Authenticators.AsNoTracking().FirstOrDefaultAsync(x => x.AccountId == person && x.State == AuthenticatorState.Paired)
                ?? new Authenticator { PairedAt = Now - TimeSpan.FromDays(1) };
            var tracked = await db.Accounts.SingleAsync(x => x.Id == person);
            return SessionOpener.Open(db, Now, tracked, kind, World.Client1, code, device).Token;
        });
        return await ByToken(token);
    }

    /// <summary>The session as the next request reads it.</summary>
    public async Task<SignedIn> ByToken(Token token)
    {
        var hash = token.Hash();
        var firm = await Store.ReadAcross(db => db.Sessions.Where(x => x.TokenHash == hash).Select(x => x.FirmId).SingleAsync());
        return await SessionHandler.Find(Store, firm, hash, Now) ?? throw new InvalidOperationException("No live session.");
    }

    public Task<Account> Account(Guid person) => Store.ReadAcross(db => db.Accounts.AsNoTracking().SingleAsync(x => x.Id == person));

    /// <summary>Whether the session would still be let in.</summary>
    public Task<bool> IsOpen(SignedIn me) => Store.ReadAcross(db => db.Sessions.AnyAsync(x => x.Id == me.SessionId && x.EndedAt == null));

    /// <summary>Pairs a TOTP app through the use cases, in a session that this needs.</summary>
    public async Task<Device> Pair(Guid person, Device? with = null)
    {
        var me = await SignIn(person, with is null ? SessionKind.PasswordOnly : SessionKind.Full);
        var device = await StartPairing(me, with);
        Assert.IsType<FinishPairingResult.Paired>(await Finish(me, device));
        return device;
    }

    public async Task<Device> StartPairing(SignedIn me, Device? with = null) => new(Assert.IsType<StartPairingResult.Started>(
        await The<StartPairing>().Run(me, Guid.NewGuid(), "Phone", Password, with is null ? null : Next(with))));

    public Task<FinishPairingResult> Finish(SignedIn me, Device device, string? digits = null) =>
        The<FinishPairing>().Run(me, device.Id, digits ?? Next(device), World.Client1);

    /// <summary>What the app shows now, after its display changed: a value that was not used before.</summary>
    public string Next(Device device)
    {
        Wait(TimeSpan.FromSeconds(31));
        return Shown(device);
    }

    public string Shown(Device device) => new Totp(device.Secret).ComputeTotp(Now.UtcDateTime);

    /// <summary>Issues a temporary code through the use case and answers its id.</summary>
    public async Task<Guid> Issue(SignedIn by, Guid person, CodeReason reason = CodeReason.LeftAtHome)
    {
        Assert.IsType<IssueResult.Issued>(await The<IssueCode>().Run(by, Guid.NewGuid(), person, reason, null));
        return await Store.ReadAcross(db => db.TemporaryCodes.Where(x => x.AccountId == person && x.State == CodeState.Live).Select(x => x.Id).SingleAsync());
    }

    public Task<CodeState> StateOf(Guid code) => Store.ReadAcross(db => db.TemporaryCodes.Where(x => x.Id == code).Select(x => x.State).SingleAsync());

    public Task<AuthenticatorState> StateOf(Device device) =>
        Store.ReadAcross(db => db.Authenticators.Where(x => x.Id == device.Id).Select(x => x.State).SingleAsync());

    /// <summary>What a person was told, in the order of the kinds.</summary>
    public async Task<IReadOnlyList<NoticeKind>> Told(Guid person) =>
        [.. (await Store.ReadAcross(db => db.Notices.Where(x => x.RecipientId == person).Select(x => x.Kind).ToListAsync())).Order()];

    /// <summary>What the record says happened to a person.</summary>
    public Task<List<EventKind>> Recorded(Guid person) =>
        Store.ReadAcross(db => db.SecurityEvents.Where(x => x.AccountId == person).OrderBy(x => x.Id).Select(x => x.Kind).ToListAsync());

    /// <summary>A link as it would be mailed now.</summary>
    public Task<string> Mailed(Guid person, LinkPurpose purpose) => Store.WriteAcross(async db =>
        (await LinkTokens.Make(db, Now, await db.Accounts.SingleAsync(x => x.Id == person), purpose)).Reveal());

    public ValueTask DisposeAsync() => _world.DisposeAsync();
}

/// <summary>A TOTP app: the secret it was shown.</summary>
internal sealed class Device(StartPairingResult.Started shown)
{
    public Guid Id => shown.DeviceId;
    public byte[] Secret => shown.Secret.Reveal();
}
