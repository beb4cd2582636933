using System.Text.Encodings.Web;
using System.Text.Unicode;
using Daypass.Server.Hosting.Keys;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging.Console;
using Microsoft.Extensions.WebEncoders;

namespace Daypass.Server.Hosting;

/// <summary>The doors of this room: what every request passes through, whatever it asks for.</summary>
internal static class HostingRoom
{
    public static void AddHosting(this WebApplicationBuilder builder)
    {
        builder.Logging.ClearProviders();
        // Standard output is for what a verb answers.
        builder.Logging.AddConsole(console => (console.FormatterName, console.LogToStandardErrorThreshold) = (PlainLog.FormatterName, LogLevel.Trace));
        builder.Logging.AddConsoleFormatter<PlainLog, ConsoleFormatterOptions>();
        // A command that fails is told by the exception; some are expected to fail (two at once, no tables yet).
        builder.Logging.AddFilter("Microsoft.EntityFrameworkCore.Database.Command", LogLevel.None)
            .AddFilter("Microsoft.EntityFrameworkCore.Update", LogLevel.None);
        builder.Logging.AddFilter("Microsoft", LogLevel.Warning).AddFilter("Microsoft.Hosting.Lifetime", LogLevel.Warning)
            // It warns of each form that it found our no-store already there.
            .AddFilter("Microsoft.AspNetCore.Antiforgery", LogLevel.Error);
        builder.WebHost.ConfigureKestrel(Limits.Set);
        builder.AddListeners();

        var services = builder.Services;
        services.Configure<DaypassOptions>(builder.Configuration.GetSection(DaypassOptions.Section));
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<PublicOrigin>();
        services.AddSingleton<SupportOrigin>();
        services.AddSingleton<SupportNetworks>();
        services.AddSingleton<TurnedAway>();
        services.AddSingleton(ForwardedClient.From);
        services.AddSingleton<DatabaseChecks>();
        services.AddHostedService<StartupChecks>();
        services.AddSingleton<FirmDirectory>();
        services.AddSingleton<HashLanes>();
        services.AddSingleton<OpenStreams>();
        services.AddSingleton(PasswordCost.Default);
        services.AddSingleton<Passwords>();
        services.AddSingleton<PasswordPlaces>();
        services.AddSingleton<TotpVerifier>();
        services.AddSingleton<KeyFile>();
        services.AddSingleton<KeyedHash>();
        services.AddSingleton<SecretBox>();
        KeyRing.Add(services);
        services.AddSingleton<Microsoft.AspNetCore.Routing.MatcherPolicy, ScopePolicy>();
        services.AddLocalization();
        services.Configure<RouteOptions>(route => route.LowercaseUrls = true);
        // Names are written as they are; what could end an attribute or an element is still escaped.
        services.Configure<WebEncoderOptions>(encoder => encoder.TextEncoderSettings = new TextEncoderSettings(UnicodeRanges.All));
        services.AddSingleton<ErrorPage>();
        services.AddSingleton<ClockWatch>();
        // The first of the chores: HoldEnds goes by what it finds.
        services.AddSingleton<IChore>(x => x.GetRequiredService<ClockWatch>());
        services.AddSingleton<IChore, Tidy>();
        services.AddSingleton<IChore>(x => x.GetRequiredService<TurnedAway>());
        services.AddHostedService<Chores>();
        services.AddForms();
        services.AddRazorPages(PageScopes.Set);
    }

    public static void UseHosting(this WebApplication app)
    {
        app.UsePageHeaders();
        app.UseMiddleware<ErrorPages>();
        app.UseMiddleware<OriginMiddleware>();
        app.UseMiddleware<FirmMiddleware>();
        app.UseRouting();
        app.Use(Limits.RefuseLargeBody);
        app.Use(OnlyEndpoints);
    }

    public static void MapHosting(this WebApplication app)
    {
        app.MapHealth();
        app.MapStaticAssets().InScope(EndpointScope.Firm | EndpointScope.Global | EndpointScope.Support).AllowAnonymous();
        app.MapRazorPages().WithStaticAssets();
    }

    /// <summary>What no endpoint is for is not found, signed in or not; nothing after this sees it.</summary>
    private static Task OnlyEndpoints(HttpContext context, RequestDelegate next)
    {
        if (context.GetEndpoint() is not null)
        {
            return next(context);
        }

        context.Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    }
}
