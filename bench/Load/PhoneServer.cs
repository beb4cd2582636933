using System.Security.Cryptography;
using Daypass.Domain;
using Daypass.Server.Hosting;
using Daypass.Server.SignIn;
using Daypass.Server.Storage;
using Daypass.Server.Storage.Model;
using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Daypass.Bench;

/// <summary>
/// Daypass as it is, in a process of its own, with people who have a paired phone. The password's hash costs nothing here: what is measured
/// comes after it. All phones have one key; making thousands would only delay the start.
/// </summary>
internal static class PhoneServer
{
    public const string Firm = "phone-firm";
    public const string Password = "Correct-horse-7-battery";

    /// <summary>Longer than 60 seconds, so that thousands are still waiting when the last of them has come.</summary>
    private static readonly TimeSpan HeldFor = TimeSpan.FromMinutes(10);

    /// <param name="args">Daypass's own settings, and: People (how many are made; 0 for a second server), PeopleFile (the key, then email, device and login in a line).</param>
    public static async Task<int> Run(string[] args)
    {
        var settings = new ConfigurationBuilder().AddCommandLine(args).Build();
        await using var app = Program.Build(args, builder => builder.Services.AddSingleton(new PasswordCost(MemoryKiB: 8, Passes: 1)));
        if (settings.GetValue<int>("People") is > 0 and var people)
        {
            await Seed(app.Services, people, settings["PeopleFile"]!);
        }

        app.MapPost("/bench/waiting/{count:int}", (int count, Store store) => Waiting(store, count)).InScope(EndpointScope.Global).AllowAnonymous();
        await app.RunAsync();
        return 0;
    }

    private static async Task Seed(IServiceProvider services, int count, string file)
    {
        var (store, now) = (services.GetRequiredService<Store>(), TimeProvider.System.Now());
        var hash = services.GetRequiredService<Passwords>().Hash(Password);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var point = key.ExportParameters(includePrivateParameters: false).Q;
        var firm = new Firm { Id = Guid.CreateVersion7(now), Address = Firm, Name = "Phones", ClientPolicy = Policy.Required, CreatedAt = now };
        var clients = Enumerable.Range(0, count).Select(x => NewClient(firm, $"person{x}@bench.example", hash, now)).ToArray();
        var devices = clients.Select(x => new Authenticator
        {
            Id = Guid.CreateVersion7(now),
            FirmId = firm.Id,
            AccountId = x.Id,
            Kind = AuthenticatorKind.Daypass,
            State = AuthenticatorState.Paired,
            Name = "Phone",
            PublicKey = [4, .. point.X!, .. point.Y!],
            CreatedAt = now,
            PairedAt = now,
        }).ToArray();
        await store.WriteAcross(async db =>
        {
            db.Firms.Add(firm);
            db.Accounts.AddRange(clients);
            db.Authenticators.AddRange(devices);
            await db.SaveChangesAsync();
        });
        await File.WriteAllLinesAsync(file, [Convert.ToBase64String(key.ExportPkcs8PrivateKey()), .. clients.Zip(devices, (client, device) => $"{client.Email} {device.Id} {client.Id}")]);
    }

    /// <summary>
    /// Sign-ins past the password that wait for their phones, as many as asked for: cookie, question and number in a line. Written at once;
    /// their passwords alone would take longer than a question lives.
    /// </summary>
    private static Task<string> Waiting(Store store, int count) => store.WriteAcross(async db =>
    {
        var (now, lines) = (TimeProvider.System.Now(), new List<string>());
        var clients = await db.Accounts.AsNoTracking().Where(x => x.Kind == Kind.Client).OrderBy(x => x.Email).ToListAsync();
        for (var i = 0; i < count; i++)
        {
            var client = clients[i % clients.Count];
            var token = Attempts.Begin(db, now, client, passwordAt: now, mailboxProvenAt: null, out var attempt);
            var request = new ApprovalRequest
            {
                Id = Guid.CreateVersion7(now),
                FirmId = client.FirmId,
                AccountId = client.Id,
                AttemptId = attempt,
                Number = ApprovalRule.NewNumber(),
                State = ApprovalState.Waiting,
                CreatedAt = now,
                ExpiresAt = now + HeldFor,
            };
            db.ApprovalRequests.Add(request);
            lines.Add($"{token.Reveal()} {request.Id} {request.Number} {client.Email}");
        }

        return string.Join('\n', lines);
    });

    private static Account NewClient(Firm firm, string email, string hash, DateTimeOffset now) => new()
    {
        Id = Guid.CreateVersion7(now),
        FirmId = firm.Id,
        Kind = Kind.Client,
        State = AccountState.Active,
        Name = email,
        Email = email,
        EmailKey = EmailAddress.KeyOf(email),
        PasswordHash = hash,
        PasswordSetAt = now,
        PasswordIsLong = true,
        EverPaired = true,
        CreatedAt = now,
        AcceptedAt = now,
    };
}
