using Daypass.Server.Hosting;
using Daypass.Server.Hosting.Keys;
using Microsoft.Extensions.Options;

namespace Daypass.Server.CommandLine;

/// <summary>How a verb that does one thing and leaves is run: on the services of the server, without serving.</summary>
internal static class Verb
{
    public static async Task<int> Run(string[] settings, Func<IServiceProvider, Task<int>> work)
    {
        try
        {
            await using var app = Program.Build(settings);
            DataFolder.Ready(app.Services.GetRequiredService<IOptions<DaypassOptions>>().Value);
            return await work(app.Services);
        }
        catch (RefusedToStart refused)
        {
            return await Refuse(refused.Message);
        }
    }

    /// <summary>As <see cref="Run"/>, with keys and tables ready. A server may be running beside it, also on SQLite.</summary>
    public static Task<int> RunOnTables(string[] settings, Func<IServiceProvider, Task<int>> work) => Run(settings, async services =>
    {
        await Ready(services);
        return await work(services);
    });

    public static async Task Ready(IServiceProvider services)
    {
        services.GetRequiredService<KeyFile>().Load();
        await services.GetRequiredService<DatabaseChecks>().BringUpToDate();
    }

    /// <summary>Says what is wrong and what to do; the exit code of a verb that did nothing.</summary>
    public static async Task<int> Refuse(string message)
    {
        await Console.Error.WriteLineAsync(message);
        return 1;
    }
}
