// What a sign-in of this shape cannot be cheaper than on ASP.NET Core and SQLite: two Razor pages with a checked antiforgery form each,
// four requests, a session's cookie, four durable transactions that write the rows Daypass writes. No EF Core, no text resources, no
// firms, no rules beyond those without which there is no sign-in; nobody should use it.

using Floor;
using Microsoft.AspNetCore.DataProtection;

var builder = WebApplication.CreateBuilder(args);
var settings = builder.Configuration.Get<FloorSettings>() ?? new FloorSettings();
builder.Logging.SetMinimumLevel(LogLevel.Warning);
builder.Services.AddDataProtection().UseEphemeralDataProtectionProvider();
builder.Services.AddRazorPages();
builder.Services.AddSingleton(new Database(settings.SqliteFile));
builder.Services.AddSingleton(new Hash(settings.FreeHash));
builder.Services.AddSingleton<SignIns>();
builder.Services.AddSingleton<Codes>();

var app = builder.Build();
await Seed.Run(app.Services, settings);
app.MapRazorPages();
var issued = 0;
app.MapPost("/bench/issue/{count:int}", async (int count, Codes codes) =>
{
    for (var left = count; left > 0; left--)
    {
        await codes.Issue(Seed.Email(issued++ % settings.People));
    }
});
await app.RunAsync();
