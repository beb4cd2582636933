using Daypass.Server.Approvals;
using Daypass.Server.Audit;
using Daypass.Server.AuthenticatorApi;
using Daypass.Server.Cases;
using Daypass.Server.Codes;
using Daypass.Server.CommandLine;
using Daypass.Server.Devices;
using Daypass.Server.Help;
using Daypass.Server.Hosting;
using Daypass.Server.Letters;
using Daypass.Server.Mfa;
using Daypass.Server.Notifications;
using Daypass.Server.Pages.Firm.Profile;
using Daypass.Server.Pages.Console.Cases;
using Daypass.Server.Pages;
using Daypass.Server.People;
using Daypass.Server.Push;
using Daypass.Server.Sessions;
using Daypass.Server.SignIn;
using Daypass.Server.Support;

return await Root.Run(args);

/// <summary>The table of contents: each line is a room, with its doors <c>Add</c> and <c>Map</c>.</summary>
public partial class Program
{
    /// <summary>
    /// Builds the server without starting it. Settings come from <paramref name="args"/> (<c>--Daypass:DataFolder=...</c>), the environment
    /// and <c>appsettings.json</c>; <paramref name="adjust"/> comes last and may replace any service.
    /// </summary>
    public static WebApplication Build(string[] args, Action<WebApplicationBuilder>? adjust = null)
    {
        var builder = EmptyBuilder.Create(args);
        builder.AddHosting();
        builder.Services.AddStorage(builder.Settings().ConnectionString, builder.Settings().SqliteFile);
        builder.Services.AddAudit();
        builder.Services.AddNotifications(builder.Settings().Mail);
        builder.Services.AddSessions();
        builder.Services.AddMfa();
        builder.Services.AddPush();
        builder.Services.AddCodes();
        builder.Services.AddApprovals();
        builder.Services.AddSignIn();
        builder.Services.AddDevices();
        builder.Services.AddPeople();
        builder.Services.AddSupport();
        builder.Services.AddLetters();
        builder.Services.AddCases();
        builder.Services.AddHelp();
        builder.Services.AddPages();
        builder.Services.AddConsoleCases();

        adjust?.Invoke(builder);
        var app = builder.Build();

        app.UseHosting();
        app.UseSupport();
        app.UseSessions();
        app.MapHosting();
        app.MapSignIn();
        app.MapAuthenticator();
        app.MapProfile();
        return app;
    }
}
