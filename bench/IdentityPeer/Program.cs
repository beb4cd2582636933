// The smallest application that signs people in with ASP.NET Core Identity as it comes: MapIdentityApi, EF Core, its default hash.
// It is here to be measured beside Daypass, on the same databases with the same durability.

using IdentityPeer;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

var builder = WebApplication.CreateBuilder(args);
var settings = builder.Configuration.Get<PeerSettings>() ?? new PeerSettings();
builder.Logging.SetMinimumLevel(LogLevel.Warning);

builder.Services.AddDbContext<PeerDb>(options => _ = settings.PostgreSql is { } connection
    ? options.UseNpgsql(connection)
    : options.UseSqlite($"Data Source={settings.SqliteFile}"));
builder.Services.AddIdentityApiEndpoints<IdentityUser>().AddEntityFrameworkStores<PeerDb>();
builder.Services.AddAuthorization();
if (settings.FreeHash)
{
    builder.Services.AddSingleton<IPasswordHasher<IdentityUser>, FreeHasher>();
}

var app = builder.Build();
await Seed.Run(app.Services, settings);
app.MapIdentityApi<IdentityUser>();
var made = 0;
app.MapPost("/bench/new-recovery-codes/{count:int}", async (int count, IServiceScopeFactory scopes) =>
{
    for (var left = count; left > 0; left--)
    {
        await using var scope = scopes.CreateAsyncScope();
        var users = scope.ServiceProvider.GetRequiredService<UserManager<IdentityUser>>();
        var user = await users.FindByEmailAsync(Seed.Email(made++ % settings.Users));
        await users.GenerateNewTwoFactorRecoveryCodesAsync(user!, settings.CodesPerUser);
    }
});
await app.RunAsync();
