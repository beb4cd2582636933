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
await app.RunAsync();
