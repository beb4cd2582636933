using Daypass.Domain;
using Daypass.Server.Codes;
using Daypass.Server.Devices;
using Daypass.Server.Hosting;
using Daypass.Server.Hosting.Keys;
using Daypass.Server.Notifications;
using Daypass.Server.Sessions;
using Daypass.Server.SignIn;
using Daypass.Server.Storage;
using Daypass.Server.Storage.Model;
using Daypass.TestHost;
using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Time.Testing;
using OtpNet;
using Xunit;

namespace Daypass.Server.Tests;

/// <summary>
/// Two firms with the real use cases on a real database, a clock that stands still until moved, and hashes that cost nothing. People are
/// made by a word, sessions are opened as sign-in would open them; everything else goes through use cases.
/// </summary>
internal sealed class FirmWorld : IAsyncDisposable
{
    public const string Password = "correct horse battery staple";

    private static readonly ClientInfo Here = new("192.0.2.7", "Test");

    private readonly TestDatabase _database;
    private readonly WebApplication _app;
    private readonly string _passwordHash;
    private int _people;

    private FirmWorld(TestDatabase database, FakeTimeProvider clock)
    {
        (_database, Clock) = (database, clock);
        _app = Program.Build(RunningServer.SettingsOf(database), builder =>
        {
            builder.Services.Replace(ServiceDescriptor.Singleton<TimeProvider>(clock));
            builder.Services.Replace(ServiceDescriptor.Singleton(new PasswordCost(MemoryKiB: 8, Passes: 1)));
        });
        The<KeyFile>().Load();
        _passwordHash = The<Passwords>().Hash(Password);
    }

    public FakeTimeProvider Clock { get; }
    public DateTimeOffset Now => Daypass.Server.Storage.Clock.Now(Clock);
    public Guid Firm { get; private set; }
    public Guid OtherFirm { get; private set; }
    public Store Store => The<Store>();

    public static async Task<FirmWorld> Begin(DatabaseKind kind, Policy staff = Policy.Required, Policy clients = Policy.Optional)
    {
        var world = new FirmWorld(await TestDatabase.Create(kind), new FakeTimeProvider(new DateTimeOffset(2026, 3, 2, 9, 0, 0, TimeSpan.Zero)));
        world.Firm = await world.AddFirm("alder", staff, clients);
        world.OtherFirm = await world.AddFirm("birch", staff, clients);
        return world;
    }

    /// <summary>A use case.</summary>
    public T The<T>() where T : notnull => _app.Services.GetRequiredService<T>();

    public void Wait(TimeSpan time) => Clock.Advance(time);

    public async Task<Guid> Person(Kind kind = Kind.Client, bool admin = false, bool primary = false, Permission permissions = Permission.None, Guid? firm = null)
    {
        var number = Interlocked.Increment(ref _people);
        var id = Guid.CreateVersion7(Now);
        await Store.Write(firm ?? Firm, db =>
        {
            db.Accounts.Add(new Account
            {
                Id = id,
                FirmId = firm ?? Firm,
                Kind = kind,
                State = AccountState.Active,
                Name = $"Person {number}",
                Email = $"person{number}@people.example",
                EmailKey = $"person{number}@people.example",
                IsAdministrator = admin || primary,
                IsPrimary = primary,
                Permissions = permissions,
                PasswordHash = _passwordHash,
                PasswordSetAt = Now,
                PasswordIsLong = true,
                CreatedAt = Now,
                AcceptedAt = Now - TimeSpan.FromDays(30),
            });
            return Task.FromResult(true);
        });
        return id;
    }

    /// <summary>An administrator with a fresh second step.</summary>
    public async Task<SignedIn> Administrator(Guid? firm = null) => await SignIn(await Person(Kind.Staff, admin: true, firm: firm), SessionKind.Full);

    public async Task<SignedIn> SignIn(Guid person, SessionKind kind, Guid? codeId = null)
    {
        var account = await Account(person);
        var session = await Store.Write(account.FirmId, async db =>
        {
            var code = codeId is null ? null : await db.TemporaryCodes.SingleAsync(x => x.Id == codeId);
            var device = kind != SessionKind.Full ? null : await db.Authenticators.AsNoTracking().FirstOrDefaultAsync(x => x.AccountId == person && x.State == AuthenticatorState.Paired)
                ?? new Authenticator { PairedAt = Now - TimeSpan.FromDays(1) };
            var tracked = await db.Accounts.SingleAsync(x => x.Id == person);
            return SessionOpener.Open(db, Now, tracked, kind, Here, code, device).Session;
        });
        return await Again(session.Id);
    }

    /// <summary>The session as the next request reads it.</summary>
    public Task<SignedIn> Again(SignedIn me) => Again(me.SessionId);

    public async Task<SignedIn> Again(Guid sessionId) => await Store.ReadAcross(async db =>
    {
        var x = await db.Sessions.AsNoTracking().SingleAsync(s => s.Id == sessionId);
        var account = await db.Accounts.AsNoTracking().SingleAsync(a => a.Id == x.AccountId);
        return new SignedIn(x.Id, x.FirmId, x.AccountId, x.Kind, x.CodeId, x.LastSeenAt, x.ExpiresAt, x.ConfirmedAt,
            SessionRule.IsLimited(account.LimitedSince, account.LimitedUntil, x.ConfirmedWithPairedAt, Now), account.Name, account.Email, account.Standing());
    });

    public async Task<SignedIn> ByToken(Token token)
    {
        var hash = token.Hash();
        return await Again(await Store.ReadAcross(db => db.Sessions.Where(x => x.TokenHash == hash).Select(x => x.Id).SingleAsync()));
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
        The<FinishPairing>().Run(me, device.Id, digits ?? Next(device), Here);

    /// <summary>What the app shows now, after its display changed: a value that was not used before.</summary>
    public string Next(Device device)
    {
        Wait(TimeSpan.FromSeconds(31));
        return Shown(device);
    }

    public string Shown(Device device) => new Totp(device.Secret).ComputeTotp(Now.UtcDateTime);

    /// <summary>Issues a temporary code through the use case and answers its id.</summary>
    public async Task<Guid> Issue(SignedIn by, Guid person)
    {
        Assert.IsType<IssueResult.Issued>(await The<IssueCode>().Run(by, Guid.NewGuid(), person, CodeReason.LeftAtHome, null));
        return await Store.ReadAcross(db => db.TemporaryCodes.Where(x => x.AccountId == person && x.State == CodeState.Live).Select(x => x.Id).SingleAsync());
    }

    public Task<CodeState> StateOf(Guid code) => Store.ReadAcross(db => db.TemporaryCodes.Where(x => x.Id == code).Select(x => x.State).SingleAsync());

    public Task<AuthenticatorState> StateOf(Device device) =>
        Store.ReadAcross(db => db.Authenticators.Where(x => x.Id == device.Id).Select(x => x.State).SingleAsync());

    /// <summary>What a person was told, in order.</summary>
    public Task<List<NoticeKind>> Told(Guid person) =>
        Store.ReadAcross(db => db.Notices.Where(x => x.RecipientId == person).OrderBy(x => x.Id).Select(x => x.Kind).ToListAsync());

    /// <summary>What the record says happened to a person.</summary>
    public Task<List<EventKind>> Recorded(Guid person) =>
        Store.ReadAcross(db => db.SecurityEvents.Where(x => x.AccountId == person).OrderBy(x => x.Id).Select(x => x.Kind).ToListAsync());

    /// <summary>A link as it would be mailed now.</summary>
    public Task<string> Mailed(Guid person, LinkPurpose purpose) => Store.WriteAcross(async db =>
        (await LinkTokens.Make(db, Now, await db.Accounts.SingleAsync(x => x.Id == person), purpose)).Reveal());

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        await _database.DisposeAsync();
    }

    private async Task<Guid> AddFirm(string address, Policy staff, Policy clients)
    {
        var firm = new Firm { Id = Guid.CreateVersion7(Now), Address = address, Name = $"The {address} firm", StaffPolicy = staff, ClientPolicy = clients, CreatedAt = Now };
        await Store.WriteAcross(db =>
        {
            db.Firms.Add(firm);
            return Task.FromResult(true);
        });
        return firm.Id;
    }
}

/// <summary>A TOTP app: the secret it was shown.</summary>
internal sealed class Device(StartPairingResult.Started shown)
{
    public Guid Id => shown.DeviceId;
    public byte[] Secret => shown.Secret.Reveal();
}
