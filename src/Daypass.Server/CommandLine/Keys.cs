using System.CommandLine;
using Daypass.Server.Hosting.Keys;

namespace Daypass.Server.CommandLine;

/// <summary>Looks after the key file.</summary>
internal static class Keys
{
    public static Command Command()
    {
        var rotate = new Command("rotate", "Adds a key, which writes from now on; what was written under the others stays readable.") { TreatUnmatchedTokensAsErrors = false };
        rotate.SetAction((parsed, _) => Verb.Run([.. parsed.UnmatchedTokens], Rotate));
        return new Command("keys", "Looks after the key file.") { rotate };
    }

    private static async Task<int> Rotate(IServiceProvider services)
    {
        var id = services.GetRequiredService<KeyFile>().Rotate();
        await Console.Out.WriteLineAsync($"Key {id} was added. Copy the file to the other servers, if there are any, then restart all of them; keep a new copy of it.");
        return 0;
    }
}
