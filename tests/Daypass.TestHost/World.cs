using Daypass.Domain;
using Daypass.Server.Audit;
using Daypass.Server.Codes;
using Daypass.Server.Hosting;
using Daypass.Server.Hosting.Keys;
using Daypass.Server.Sessions;
using Daypass.Server.SignIn;
using Daypass.Server.Storage;
using Daypass.Server.Storage.Model;
using Daypass.Server.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Time.Testing;
using OtpNet;

namespace Daypass.TestHost;

/// <summary>Somebody in a test: a login, its password and the secret of its device.</summary>
internal sealed record Someone(Guid Firm, Guid Id, string Email, string Password)
{
    public byte[]? TotpSecret { get; init; }
    public Guid? DeviceId { get; init; }
}

/// <summary>
/// A whole Daypass on one database, with a clock of its own and cheap hashes; no listener. Two firms, Amber and Birch, with a primary
/// administrator each. What people do is told by methods.
/// </summary>
internal sealed class World : IAsyncDisposable
{
    public const string Password = "correct horse battery staple";
    private readonly TestDatabase _database;
    private readonly WebApplication _app;
    private int _people;
    private readonly System.Collections.Concurrent.ConcurrentDictionary<Guid, byte[]> _agentsSecrets = new();

    private World(TestDatabase database, WebApplication app, FakeTimeProvider clock) => (_database, _app, Clock) = (database, app, clock);

    public FakeTimeProvider Clock { get; }
    public DateTimeOffset Now => Clock.Now();
    public TestDatabase Database => _database;
    public Store Store => Get<Store>();
    public Guid Amber { get; private set; }
    public Guid Birch { get; private set; }

    /// <summary>Amber's and Birch's primary administrators.</summary>
    public Someone Primary { get; private set; } = null!;
    public Someone OtherPrimary { get; private set; } = null!;

    public T Get<T>() where T : notnull => _app.Services.GetRequiredService<T>();

    public static async Task<World> Create(DatabaseKind kind, Action<WebApplicationBuilder>? adjust = null)
    {
        var database = await TestDatabase.Create(kind);
        var clock = new FakeTimeProvider(new DateTimeOffset(2031, 3, 4, 9, 12, 0, TimeSpan.Zero));
        var app = Program.Build([.. RunningServer.SettingsOf(database), "--urls=http://127.0.0.1:0"], builder =>
        {
            builder.Services.Replace(ServiceDescriptor.Singleton<TimeProvider>(clock));
            builder.Services.Replace(ServiceDescriptor.Singleton(CheapHash));
            // Stories drive what is done; nothing is done behind their back.
            builder.Services.RemoveAll<IHostedService>();
            adjust?.Invoke(builder);
        });
        var world = new World(database, app, clock);
        world.Get<KeyFile>().Load();
        (world.Amber, world.Primary) = await world.AddFirm("amber");
        (world.Birch, world.OtherPrimary) = await world.AddFirm("birch");
        return world;
    }

    /// <summary>Begins to listen on a free port, for stories that are told through the pages.</summary>
    public async Task<Uri> Listen()
    {
        if (_app.Urls.All(x => x.EndsWith(":0", StringComparison.Ordinal)))
        {
            await _app.StartAsync();
        }

        return RunningServer.AddressOf(_app);
    }

    /// <summary>As <see cref="Listen"/>; where the support desk is.</summary>
    public async Task<Uri> ListenAtTheDesk()
    {
        await Listen();
        return new Uri(Get<SupportListener>().Address!);
    }

    /// <summary>The least that Argon2id allows: a story is about rules, not about the cost of a guess.</summary>
    public static readonly PasswordCost CheapHash = new(MemoryKiB: 8, Passes: 1);

    public async Task<(Guid, Someone)> AddFirm(string address)
    {
        var id = Guid.CreateVersion7(Now);
        await Store.WriteAcross(db =>
        {
            db.Firms.Add(new Firm { Id = id, Address = address, Name = $"{address} & partners", TimeZone = "Europe/Zurich", CreatedAt = Now });
            return Task.CompletedTask;
        });
        return (id, await Add(Kind.Staff, administrator: true, primary: true, firm: id, paired: true));
    }

    public Task<Someone> Staff(Permission permissions = Permission.None, bool paired = true) => Add(Kind.Staff, permissions, paired: paired);

    public Task<Someone> Administrator() => Add(Kind.Staff, administrator: true, paired: true);

    public Task<Someone> Client(bool paired = true) => Add(Kind.Client, paired: paired);

    /// <summary>A login that accepted its invitation long ago.</summary>
    public async Task<Someone> Add(Kind kind, Permission permissions = Permission.None, bool administrator = false, bool primary = false, Guid? firm = null, bool paired = false)
    {
        var number = Interlocked.Increment(ref _people);
        var firmId = firm ?? Amber;
        var someone = new Someone(firmId, Guid.CreateVersion7(Now), $"person{number}@example.com", Password);
        var hash = Get<Passwords>().Hash(Password);
        await Store.Write(firmId, db =>
        {
            db.Accounts.Add(new Account
            {
                Id = someone.Id,
                FirmId = firmId,
                Kind = kind,
                State = AccountState.Active,
                Name = $"Person {number}",
                Email = someone.Email,
                EmailKey = EmailAddress.KeyOf(someone.Email),
                IsAdministrator = administrator,
                IsPrimary = primary,
                Permissions = administrator ? Permission.Both : permissions,
                PasswordHash = hash,
                PasswordSetAt = Now,
                PasswordIsLong = true,
                CreatedAt = Now,
                AcceptedAt = Now,
            });
            return Task.CompletedTask;
        });
        return paired ? await Pair(someone) : someone;
    }

    /// <summary>Gives somebody a TOTP device that was paired in the usual way, long ago.</summary>
    public async Task<Someone> Pair(Someone someone)
    {
        var secret = TotpSecret.New().Reveal();
        var id = Guid.CreateVersion7(Now);
        await Store.Write(someone.Firm, async db =>
        {
            var account = (await db.Lock(someone.Id))!;
            account.EverPaired = true;
            account.HoldUntil = null;
            db.Authenticators.Add(new Authenticator
            {
                Id = id,
                FirmId = someone.Firm,
                AccountId = someone.Id,
                Kind = AuthenticatorKind.Totp,
                State = AuthenticatorState.Paired,
                Name = "Phone",
                Secret = Get<SecretBox>().Seal(KeyPurpose.TotpSecret, id, secret),
                CreatedAt = Now,
                PairedAt = Now,
            });
        });
        return someone with { TotpSecret = secret, DeviceId = id };
    }

    /// <summary>Gives somebody a phone with the Daypass Authenticator that was paired in the usual way, long ago.</summary>
    /// <param name="server">Where the phone sends what it says.</param>
    public async Task<PhoneSimulator> PairPhone(Someone someone, Uri server)
    {
        var id = Guid.CreateVersion7(Now);
        var phone = new PhoneSimulator(server, Get<PublicOrigin>().ToString(), () => Now)
        {
            Device = id,
            Account = someone.Id,
            Firm = someone.Firm == Amber ? "amber" : "birch",
        };
        await Store.Write(someone.Firm, async db =>
        {
            var account = (await db.Lock(someone.Id))!;
            account.EverPaired = true;
            account.HoldUntil = null;
            db.Authenticators.Add(new Authenticator
            {
                Id = id,
                FirmId = someone.Firm,
                AccountId = someone.Id,
                Kind = AuthenticatorKind.Daypass,
                State = AuthenticatorState.Paired,
                Name = "Blue phone",
                PublicKey = phone.PublicKey,
                Secret = Get<SecretBox>().Seal(KeyPurpose.TotpSecret, id, phone.Secret),
                CreatedAt = Now,
                PairedAt = Now,
                ProvenAt = Now,
            });
        });
        return phone;
    }

    /// <summary>Somebody of the support desk, signed in a moment ago.</summary>
    public async Task<AgentSignedIn> Agent(AgentRole role)
    {
        var number = Interlocked.Increment(ref _people);
        var me = new AgentSignedIn(Guid.CreateVersion7(Now), Guid.CreateVersion7(Now), $"{role} {number}", $"agent{number}@desk.example", role, Now);
        var (hash, secret) = (Get<Passwords>().Hash(Password), _agentsSecrets[me.AgentId] = TotpSecret.New().Reveal());
        await Store.WriteAcross(db =>
        {
            db.SupportAgents.Add(new SupportAgent
            {
                Id = me.AgentId,
                Name = me.Name,
                Email = me.Email,
                EmailKey = EmailAddress.KeyOf(me.Email),
                Role = role,
                State = AgentState.Active,
                PasswordHash = hash,
                PasswordSetAt = Now,
                Secret = Get<SecretBox>().Seal(KeyPurpose.TotpSecret, me.AgentId, secret),
                CreatedAt = Now,
                PairedAt = Now,
            });
            db.AgentSessions.Add(new AgentSession { Id = me.SessionId, AgentId = me.AgentId, TokenHash = Token.New().Hash(), CreatedAt = Now, LastSeenAt = Now, ExpiresAt = Now.AddHours(12), ConfirmedAt = Now });
            return Task.CompletedTask;
        });
        return me;
    }

    /// <summary>What the agent's app shows next: each value is good once.</summary>
    public string NextValueOf(AgentSignedIn agent)
    {
        Clock.Advance(TimeSpan.FromSeconds(30));
        return new Totp(_agentsSecrets[agent.AgentId]).ComputeTotp(Now.UtcDateTime);
    }

    /// <summary>The token of the agent's session, for a browser's cookie.</summary>
    public async Task<Token> TokenOf(AgentSignedIn agent)
    {
        var token = Token.New();
        var hash = token.Hash();
        await Store.Write(Guid.Empty, db => db.AgentSessions.Where(x => x.Id == agent.SessionId).ExecuteUpdateAsync(set => set.SetProperty(x => x.TokenHash, hash)));
        return token;
    }

    /// <summary>Moves the cases of this world hours apart, as on quiet days: many at once are a wave, which asks for a second approval (H4).</summary>
    public Task SpreadCases() => Store.WriteAcross(async db =>
    {
        foreach (var (index, one) in (await db.SupportCases.OrderByDescending(x => x.OpenedAt).ToListAsync()).Index())
        {
            one.OpenedAt = Now.AddHours(-3 * (index + 1));
        }
    });

    /// <summary>What the person's device shows now.</summary>
    public string TotpOf(Someone someone) => new Totp(someone.TotpSecret!).ComputeTotp(Now.UtcDateTime);

    /// <summary>The device's next value: each is good once.</summary>
    public string NextTotpOf(Someone someone)
    {
        Clock.Advance(TimeSpan.FromSeconds(30));
        return TotpOf(someone);
    }

    public Task<PasswordResult> EnterPassword(Someone someone, string? password = null, KnownBrowser? browser = null, string? attempt = null) =>
        Get<EnterPassword>().Run(someone.Firm, someone.Email, password ?? someone.Password, browser, attempt, Client1);

    /// <summary>Passes the password step and says where the sign-in stands.</summary>
    public async Task<string> PassPassword(Someone someone) => await EnterPassword(someone) switch
    {
        PasswordResult.Continue on => on.Attempt.Reveal(),
        var other => throw new InvalidOperationException($"The password step gave {other}."),
    };

    public Task<CodeResult> EnterCode(Someone someone, string attempt, string typed) => Get<EnterCode>().Run(someone.Firm, attempt, typed, Client1);

    /// <summary>Password and code in one sitting.</summary>
    public async Task<CodeResult> SignInWith(Someone someone, string typed) => await EnterCode(someone, await PassPassword(someone), typed);

    /// <summary>A session, read as a request reads it; freshly confirmed with the device if it is a full one.</summary>
    public async Task<SignedIn> SignedIn(Someone someone)
    {
        var result = someone.TotpSecret is null
            ? await EnterPassword(someone) is PasswordResult.Admitted admitted ? admitted.Session : throw new InvalidOperationException("Not admitted by the password alone.")
            : await SignInWith(someone, NextTotpOf(someone)) is CodeResult.Admitted full ? full.Session : throw new InvalidOperationException("Not admitted.");
        return await Look(someone, result) ?? throw new InvalidOperationException("No live session.");
    }

    /// <summary>The session behind a token, if it is alive now: as <see cref="SessionHandler"/> reads it.</summary>
    public Task<SignedIn?> Look(Someone someone, Token token) => SessionHandler.Find(Store, someone.Firm, token.Hash(), Now);

    public async Task<IssueResult> TryIssue(SignedIn by, Someone someone, Guid? operation = null) =>
        await Get<IssueCode>().Run(by, operation ?? Guid.NewGuid(), someone.Id, CodeReason.LeftAtHome, null);

    /// <summary>Issues a code; the digits as they stand on the page.</summary>
    public async Task<string> Issue(SignedIn by, Someone someone) => await TryIssue(by, someone) is IssueResult.Issued issued
        ? issued.Digits.Reveal()
        : throw new InvalidOperationException("Not issued.");

    /// <summary>Issues a code as the operator does, whom no hourly limit holds; the digits.</summary>
    public Task<string> IssueAsOperator(Someone someone) => Store.Write(someone.Firm, async db =>
        await IssueCode.Issue(db, Now, Get<KeyedHash>(), (await db.Lock(someone.Id))!, By.Operator, CodeReason.LeftAtHome, null) is IssueResult.Issued issued
            ? issued.Digits.Reveal()
            : throw new InvalidOperationException("Not issued."));

    /// <summary>Sign-ins under way that passed the password step, as if with each of many browsers.</summary>
    public Task<string[]> PassPassword(Someone someone, int times) => Store.Write(someone.Firm, async db =>
    {
        var account = (await db.Lock(someone.Id))!;
        return Enumerable.Range(0, times).Select(_ => Attempts.Begin(db, Now, account, passwordAt: Now, mailboxProvenAt: null).Reveal()).ToArray();
    });

    public Task<Account> AccountOf(Someone someone) => Store.Read(someone.Firm, db => db.Accounts.AsNoTracking().SingleAsync(x => x.Id == someone.Id));

    public Task<TemporaryCode> LastCodeOf(Someone someone) =>
        Store.Read(someone.Firm, db => db.TemporaryCodes.AsNoTracking().Where(x => x.AccountId == someone.Id).OrderByDescending(x => x.IssuedAt).FirstAsync());

    public Task<List<SecurityEvent>> EventsOf(Someone someone) =>
        Store.Read(someone.Firm, db => db.SecurityEvents.AsNoTracking().Where(x => x.AccountId == someone.Id).OrderBy(x => x.Id).ToListAsync());

    public Task<List<Notice>> NoticesAbout(Someone someone) =>
        Store.Read(someone.Firm, db => db.Notices.AsNoTracking().Where(x => x.AccountId == someone.Id).OrderBy(x => x.Id).ToListAsync());

    /// <summary>Gives somebody a password of the time when their policy was 'required' (P3).</summary>
    public Task ShortenPassword(Someone someone) => Store.Write(someone.Firm, db =>
        db.Accounts.Where(x => x.Id == someone.Id).ExecuteUpdateAsync(set => set.SetProperty(x => x.PasswordIsLong, false)));

    /// <summary>Lets somebody have paired once, and MFA stay on until then (D3).</summary>
    public Task Hold(Someone someone, DateTimeOffset until) => Store.Write(someone.Firm, db =>
        db.Accounts.Where(x => x.Id == someone.Id).ExecuteUpdateAsync(set => set.SetProperty(x => x.EverPaired, true).SetProperty(x => x.HoldUntil, until)));

    public Task SetPolicies(Policy staff, Policy clients, Guid? firm = null) => Store.WriteAcross(db =>
        db.Firms.Where(x => x.Id == (firm ?? Amber)).ExecuteUpdateAsync(set => set.SetProperty(x => x.StaffPolicy, staff).SetProperty(x => x.ClientPolicy, clients)));

    public Task SetCodes(TimeSpan life, bool oneTime, Guid? firm = null) => Store.WriteAcross(db =>
        db.Firms.Where(x => x.Id == (firm ?? Amber)).ExecuteUpdateAsync(set => set.SetProperty(x => x.CodeLifeMinutes, (int)life.TotalMinutes).SetProperty(x => x.OneTimeCodes, oneTime)));

    /// <summary>A 9-digit code that is well formed, and not this one.</summary>
    public static string OtherThan(string digits)
    {
        string other;
        do
        {
            other = CodeDigits.New().Reveal();
        }
        while (other == digits);
        return other;
    }

    public static readonly ClientInfo Client1 = new("192.0.2.7", "Firefox, Linux");

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        await _database.DisposeAsync();
    }
}
