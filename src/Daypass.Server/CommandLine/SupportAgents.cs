using System.CommandLine;
using Daypass.Server.Cases;
using Daypass.Server.Hosting;
using Daypass.Server.Support;

namespace Daypass.Server.CommandLine;

/// <summary>H7: agents of the support desk are made, recovered and retired here, and nowhere else.</summary>
internal static class SupportAgents
{
    private static readonly Option<string> Name = new("--name") { Description = "The agent's name.", Required = true };
    private static readonly Option<string> Email = new("--email") { Description = "The agent's email, with which they sign in.", Required = true };
    private static readonly Option<AgentRole> Role = new("--role") { Description = "Representative prepares cases, Technician decides them. One person holds one role.", Required = true };

    public static IEnumerable<Command> Commands()
    {
        yield return Verb("create-support-agent", "Makes somebody an agent of the support desk, and prints the link with which they enrol.", [Name, Email, Role],
            (services, parsed) => services.GetRequiredService<CreateAgent>().Run(parsed.GetRequiredValue(Name), parsed.GetRequiredValue(Email), parsed.GetRequiredValue(Role)));
        yield return Verb("unlock-support-agent", "Lifts the locks that wrong passwords and wrong codes brought on an agent, and nothing else.", [Email],
            (services, parsed) => services.GetRequiredService<UnlockAgent>().Run(parsed.GetRequiredValue(Email)));
        yield return Verb("reset-support-agent", "For a lost device: ends all that the agent signed in with, and prints a link to enrol anew. Brings back a retired agent too.", [Email],
            (services, parsed) => services.GetRequiredService<ResetAgent>().Run(parsed.GetRequiredValue(Email)));
        yield return Verb("retire-support-agent", "Ends an agent's access to the support desk. With the last one the installation has no desk any more, and issue-code works.", [Email],
            (services, parsed) => services.GetRequiredService<RetireAgent>().Run(parsed.GetRequiredValue(Email)));
    }

    private static Command Verb(string name, string description, Option[] options, Func<IServiceProvider, ParseResult, Task<OperateAgentResult>> act)
    {
        var verb = new Command(name, description) { TreatUnmatchedTokensAsErrors = false };
        foreach (var option in options)
        {
            verb.Options.Add(option);
        }

        verb.SetAction((parsed, _) => CommandLine.Verb.RunOnTables([.. parsed.UnmatchedTokens], async services => await Say(services, await act(services, parsed))));
        return verb;
    }

    private static async Task<int> Say(IServiceProvider services, OperateAgentResult result)
    {
        switch (result)
        {
            case OperateAgentResult.Enrols enrols:
                await Console.Out.WriteLineAsync($"""
                    Give {enrols.Name} ({enrols.Role}) this link; it works until they have enrolled, for {AgentRule.EnrolLife.TotalHours} hours:
                    {services.GetRequiredService<SupportOrigin>().Link($"/enrol/{enrols.Link.Reveal()}")}
                    Make sure who gets it: whoever opens it at the desk becomes {enrols.Name}. The other agents are told.
                    """);
                return 0;
            case OperateAgentResult.Unlocked unlocked:
                await Console.Out.WriteLineAsync($"{unlocked.Name} can sign in again, with the same password and device. They are told. Wrong passwords that go on lock anew: find out from which machine of the desk's network they come.");
                return 0;
            case OperateAgentResult.Retired retired:
                await Console.Out.WriteLineAsync($"{retired.Name} has no access to the support desk any more. The other agents are told."
                    + (retired.Left == 0 ? " No agent is left, so that issue-code works for a locked-out primary administrator." : ""));
                return 0;
            default:
                return await CommandLine.Verb.Refuse(WhyNot(result));
        }
    }

    private static string WhyNot(OperateAgentResult result) => result switch
    {
        OperateAgentResult.BadName => "The name is missing or too long. Give --name with up to 200 characters.",
        OperateAgentResult.BadEmail => "That is no email address. Give --email one such as jane.doe@example.com.",
        OperateAgentResult.EmailTaken { By: AgentState.Retired } => "A retired agent has this email. One person holds one role: bring them back in theirs with reset-support-agent, or give somebody else another --email.",
        OperateAgentResult.EmailTaken => "An agent has this email already. For a lost device or a lost link: daypass reset-support-agent --email ...",
        OperateAgentResult.NotFound => "There is no agent with this email. Look at how it was typed, or make one: daypass create-support-agent ...",
        _ => throw new InvalidOperationException($"{result.GetType().Name} is not expected here."),
    };
}
