using System.CommandLine;
using Daypass.Server.Hosting;
using Microsoft.AspNetCore.Connections;

namespace Daypass.Server.CommandLine;

/// <summary>Serves until told to stop. Leaves with 1 and the reasons where it would not be safe to start.</summary>
internal static class Serve
{
    public static Command Command()
    {
        var serve = new Command("serve", "Serves the pages and sends the mails (also what happens without a verb).") { TreatUnmatchedTokensAsErrors = false };
        serve.SetAction((parsed, stop) => Run([.. parsed.UnmatchedTokens], stop));
        return serve;
    }

    public static async Task<int> Run(string[] settings, CancellationToken stop)
    {
        try
        {
            await using var app = Program.Build(settings);
            await app.StartAsync(stop);
            await Console.Out.WriteLineAsync($"Daypass is ready at {app.Services.GetRequiredService<PublicOrigin>()}{SupportDesk(app.Services)}");
            await app.WaitForShutdownAsync(stop);
            return 0;
        }
        catch (RefusedToStart refused)
        {
            return await Say(refused);
        }
        catch (IOException why) when (why.InnerException is AddressInUseException)
        {
            return await Say(new RefusedToStart(Errors.AddressTaken(why.Message)));
        }
    }

    /// <summary>Where the support desk is, to be added to a line; nothing where this server has none.</summary>
    public static string SupportDesk(IServiceProvider services) =>
        services.GetRequiredService<SupportListener>().Address is null ? "" : $", its support desk at {services.GetRequiredService<SupportOrigin>()}";

    private static async Task<int> Say(RefusedToStart refused)
    {
        await Console.Error.WriteLineAsync(refused.Message);
        return 1;
    }
}
