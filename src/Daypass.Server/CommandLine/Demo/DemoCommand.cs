using System.CommandLine;
using Daypass.Server.Hosting;
using Daypass.Server.Mfa;
using Daypass.Server.Notifications;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Daypass.Server.CommandLine.Demo;

/// <summary>
/// Two firms to try everything out, in a folder of its own that is thrown away. The past is lived through by the use cases under a
/// clock of its own; then it serves like any server, except that mails are shown on a page and that no chore turns MFA off on time, so
/// that a sign-in meets it (N9).
/// </summary>
internal static class DemoCommand
{
    public static Command Command()
    {
        var demo = new Command("demo", "Serves two invented firms to try everything out, at http://localhost:5080. Nothing is kept.") { TreatUnmatchedTokensAsErrors = false };
        demo.SetAction((parsed, stop) => Run([.. parsed.UnmatchedTokens], stop));
        return demo;
    }

    private static async Task<int> Run(string[] settings, CancellationToken stop)
    {
        var folder = Directory.CreateTempSubdirectory("daypass-demo-");
        try
        {
            // Last, so that nothing in the environment leads the demo to a real database.
            string[] all = [.. settings, $"--Daypass:DataFolder={folder.FullName}", $"--Daypass:KeyFile={Path.Combine(folder.FullName, "keys")}", "--Daypass:ConnectionString="];
            await Console.Out.WriteLineAsync("Living through six weeks in two firms, a few seconds ...");
            var (firms, desk, past) = await Live(all, TimeProvider.System.Now());
            await using (past)
            {
                await Serve(all, firms, desk, stop);
            }

            return 0;
        }
        catch (RefusedToStart refused)
        {
            return await Verb.Refuse(refused.Message);
        }
        catch (IOException why) when (why.InnerException is AddressInUseException)
        {
            return await Verb.Refuse(Errors.AddressTaken(why.Message));
        }
        finally
        {
            Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
            folder.Delete(recursive: true);
        }
    }

    /// <summary>The firms and the desk, and the services they were lived through with.</summary>
    internal static async Task<(IReadOnlyList<DemoFirm> Firms, DemoDesk Desk, IAsyncDisposable Past)> Live(string[] settings, DateTimeOffset now)
    {
        var clock = new DemoClock(DemoStory.Beginning(now));
        var past = Program.Build(settings, builder => builder.Services.Replace(ServiceDescriptor.Singleton<TimeProvider>(clock)));
        await Verb.Ready(past.Services);
        var (firms, desk) = await DemoStory.Live(past.Services, clock, now);
        return (firms, desk, past);
    }

    private static async Task Serve(string[] settings, IReadOnlyList<DemoFirm> firms, DemoDesk desk, CancellationToken stop)
    {
        await using var app = Program.Build(settings, builder =>
        {
            builder.Services.AddDemoMailbox();
            builder.Services.Remove(builder.Services.Single(x => x.ServiceType == typeof(IChore) && x.ImplementationType == typeof(HoldEnds)));
            // Six weeks of mails go out at once; they are on the page.
            builder.Logging.AddFilter(typeof(DemoMailbox).Namespace, LogLevel.Warning);
        });
        app.MapDemoMailbox();
        await app.StartAsync(stop);
        var origin = app.Services.GetRequiredService<PublicOrigin>();
        var deskOrigin = app.Services.GetRequiredService<SupportListener>().Address is null ? null : app.Services.GetRequiredService<SupportOrigin>();
        await Console.Out.WriteLineAsync(await DemoTable.Of(firms, desk.Agents, origin, deskOrigin, TimeProvider.System.Now()));
        await Console.Out.WriteLineAsync($"Ready at {origin}{CommandLine.Serve.SupportDesk(app.Services)}");
        await app.WaitForShutdownAsync(stop);
    }
}
