using System.CommandLine;

namespace Daypass.Server.CommandLine;

/// <summary>The verbs of the one executable. Without a verb it serves.</summary>
internal static class Root
{
    public static Task<int> Run(string[] args) => Command().Parse(args).InvokeAsync(new InvocationConfiguration
    {
        // The server ends by its own rules on SIGTERM: requests under way are finished.
        ProcessTerminationTimeout = null,
        EnableDefaultExceptionHandler = false,
    });

    private static RootCommand Command()
    {
        var root = new RootCommand("Daypass: sign-in for firms, their staff and their clients.") { Serve.Command(), Migrate.Command(), NewFirm.Command(), OperatorCode.Command(), Demo.DemoCommand.Command(), Keys.Command(), RenderPages.Command() };
        foreach (var verb in SupportAgents.Commands())
        {
            root.Subcommands.Add(verb);
        }

        // What is no verb is a setting, such as --Daypass:DataFolder=/var/lib/daypass or --urls=http://localhost:6000.
        root.TreatUnmatchedTokensAsErrors = false;
        root.SetAction((parsed, stop) => parsed.UnmatchedTokens is [var word, ..] && !word.StartsWith('-')
            ? Verb.Refuse($"There is no verb \"{word}\". See: daypass --help")
            : Serve.Run([.. parsed.UnmatchedTokens], stop));
        return root;
    }
}
