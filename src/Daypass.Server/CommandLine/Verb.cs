using Daypass.Server.Hosting;

namespace Daypass.Server.CommandLine;

/// <summary>How a verb that does one thing and leaves is run: on the services of the server, without serving.</summary>
internal static class Verb
{
    public static async Task<int> Run(string[] settings, Func<IServiceProvider, Task<int>> work)
    {
        try
        {
            await using var app = Program.Build(settings);
            DataFolder.Ready(app.Services.GetRequiredService<Microsoft.Extensions.Options.IOptions<DaypassOptions>>().Value.DataFolder);
            return await work(app.Services);
        }
        catch (RefusedToStart refused)
        {
            await Console.Error.WriteLineAsync(refused.Message);
            return 1;
        }
    }
}
