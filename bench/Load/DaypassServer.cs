using Daypass.Domain;
using Daypass.Server.Audit;
using Daypass.Server.Codes;
using Daypass.Server.Hosting;
using Daypass.Server.Hosting.Keys;
using Daypass.Server.Sessions;
using Daypass.Server.Storage;
using Daypass.Server.Storage.Model;
using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Daypass.Bench;

/// <summary>
/// Daypass as it is, in a process of its own, with people who can sign in. Two things are replaced through the container: the clock, so
/// that codes can be issued faster than people are allowed to, and, if asked for, the cost of the password's hash.
/// </summary>
internal static class DaypassServer
{
    public const string Firm = "bench-firm";

    /// <summary>C15: an issuer issues at most this many an hour; so many people share one.</summary>
    private const int PeoplePerIssuer = 20;

    private const string Password = "Correct-horse-7-battery";

    /// <param name="args">Daypass's own settings, and: FreeHash, People (how many), AccountsFile (where they are written: email, password and code in a line).</param>
    public static async Task<int> Run(string[] args)
    {
        var settings = new ConfigurationBuilder().AddCommandLine(args).Build();
        var clock = new MovedClock();
        await using var app = Program.Build(args, builder =>
        {
            builder.Services.AddSingleton<TimeProvider>(clock);
            if (settings.GetValue<bool>("FreeHash"))
            {
                builder.Services.AddSingleton(new PasswordCost(MemoryKiB: 8, Passes: 1));
            }
        });
        var people = await Seed(app.Services, clock, settings.GetValue<int>("People"), settings["AccountsFile"]!);
        var desk = new Desk(app.Services, clock, people);
        app.MapPost("/bench/issue/{count:int}", desk.Issue).InScope(EndpointScope.Global).AllowAnonymous();
        await app.RunAsync();
        return 0;
    }

    /// <summary>Administrators, each with a fresh second step, issue through the use case behind the page, one code after the other.</summary>
    private sealed class Desk(IServiceProvider services, MovedClock clock, People people)
    {
        private int _issued;
        private SignedIn? _issuer;

        public async Task Issue(int count)
        {
            for (var left = count; left > 0; left--)
            {
                var turn = _issued++ % people.Clients.Count;
                if (turn == 0)
                {
                    // C15: a person gets three codes a day at most.
                    clock.Ahead += TimeSpan.FromHours(25);
                }

                if (turn % PeoplePerIssuer == 0)
                {
                    _issuer = await SignIn(people.Issuers[turn / PeoplePerIssuer]);
                }

                var result = await services.GetRequiredService<IssueCode>()
                    .Run(_issuer!, Guid.CreateVersion7(clock.Now()), people.Clients[turn].Id, CodeReason.LeftAtHome, reasonText: null);
                if (result is not IssueResult.Issued)
                {
                    throw new InvalidOperationException($"No code was issued: {result}");
                }
            }
        }

        private async Task<SignedIn> SignIn(Account issuer)
        {
            var now = clock.Now();
            var (_, session) = await services.GetRequiredService<Store>().Write(issuer.FirmId, async db => SessionOpener.Open(
                db, now, await db.Accounts.SingleAsync(x => x.Id == issuer.Id), SessionKind.Full, new ClientInfo("127.0.0.1", "bench")));
            return new SignedIn(
                session.Id, issuer.FirmId, issuer.Id, session.Kind, CodeId: null, LastSeenAt: now, session.ExpiresAt, ConfirmedAt: now,
                LimitedAfterRecovery: false, issuer.Name, issuer.Email, issuer.Standing());
        }
    }

    private static async Task<People> Seed(IServiceProvider services, MovedClock clock, int count, string accountsFile)
    {
        var (store, keyedHash, now) = (services.GetRequiredService<Store>(), services.GetRequiredService<KeyedHash>(), clock.Now());
        // One hash for all: making it hundreds of times would only delay the start.
        var hash = services.GetRequiredService<Passwords>().Hash(Password);
        var firm = new Firm { Id = Guid.CreateVersion7(now), Address = Firm, Name = "Bench", ClientPolicy = Policy.Required, CreatedAt = now };
        var clients = Enumerable.Range(0, count).Select(x => NewAccount(firm, Kind.Client, $"person{x}@bench.example", hash, now)).ToArray();
        var issuers = Enumerable.Range(0, (count / PeoplePerIssuer) + 1).Select(x => NewAccount(firm, Kind.Staff, $"issuer{x}@bench.example", hash, now)).ToArray();
        issuers[0].IsPrimary = true;
        await store.WriteAcross(async db =>
        {
            db.Firms.Add(firm);
            db.Accounts.AddRange([.. clients, .. issuers]);
            await db.SaveChangesAsync();
        });
        var lines = new List<string>();
        foreach (var client in clients)
        {
            var result = await store.Write(firm.Id, async db => await IssueCode.Issue(
                db, now, keyedHash, await db.Accounts.SingleAsync(x => x.Id == client.Id), By.Operator, CodeReason.LeftAtHome, reasonText: null));
            lines.Add($"{client.Email} {Password} {((IssueResult.Issued)result).Digits.Reveal()}");
        }

        await File.WriteAllLinesAsync(accountsFile, lines);
        return new People(clients, issuers);
    }

    private static Account NewAccount(Firm firm, Kind kind, string email, string hash, DateTimeOffset now) => new()
    {
        Id = Guid.CreateVersion7(now),
        FirmId = firm.Id,
        Kind = kind,
        State = AccountState.Active,
        Name = email.Split('@')[0],
        Email = email,
        EmailKey = EmailAddress.KeyOf(email),
        IsAdministrator = kind == Kind.Staff,
        Permissions = kind == Kind.Staff ? Permission.Both : Permission.None,
        PasswordHash = hash,
        PasswordSetAt = now,
        PasswordIsLong = true,
        CreatedAt = now,
        AcceptedAt = now,
    };

    private sealed record People(IReadOnlyList<Account> Clients, IReadOnlyList<Account> Issuers);

    private sealed class MovedClock : TimeProvider
    {
        public TimeSpan Ahead { get; set; }

        public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + Ahead;
    }
}
