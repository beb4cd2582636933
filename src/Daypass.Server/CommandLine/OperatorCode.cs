using System.CommandLine;
using System.Globalization;
using Daypass.Server.Codes;
using Daypass.Server.Hosting;
using Microsoft.EntityFrameworkCore;

namespace Daypass.Server.CommandLine;

/// <summary>
/// W4: issues a temporary code for a firm's primary administrator, whom nobody inside the firm can help. The digits are printed, once.
/// </summary>
internal static class OperatorCode
{
    private const int LongestText = 200;

    private static readonly Option<string> Firm = new("--firm") { Description = "The firm's address part.", Required = true };
    private static readonly Option<CodeReason> Reason = new("--reason") { Description = "LeftAtHome, Damaged, Lost, NewPhone or Other.", Required = true };
    private static readonly Option<string?> Text = new("--text") { Description = "What happened; with --reason Other." };
    private static readonly Option<bool> Release = new("--release") { Description = "Also lets codes be typed again after too many wrong ones." };

    public static Command Command()
    {
        var issue = new Command("issue-code", "Issues a temporary code for a firm's primary administrator. It is recorded, and told like any other.") { Firm, Reason, Text, Release };
        issue.TreatUnmatchedTokensAsErrors = false;
        issue.SetAction((parsed, _) => Verb.RunOnTables([.. parsed.UnmatchedTokens], services => Issue(services, parsed)));
        return issue;
    }

    private static async Task<int> Issue(IServiceProvider services, ParseResult parsed)
    {
        var address = parsed.GetRequiredValue(Firm);
        var (reason, text) = (parsed.GetRequiredValue(Reason), DisplayText.Clean(parsed.GetValue(Text)));
        if (text.Length > LongestText || (reason == CodeReason.Other && text.Length == 0))
        {
            return await Verb.Refuse($"With --reason Other, say what happened: --text \"...\", up to {LongestText} characters.");
        }

        await services.GetRequiredService<ClockWatch>().Look();
        var result = await services.GetRequiredService<OperatorIssueCode>().Run(address, reason, text, parsed.GetValue(Release));
        if (result is not IssueResult.Issued issued)
        {
            return await Verb.Refuse(WhyNot(result, address));
        }

        var zone = await services.GetRequiredService<Store>().ReadAcross(db => db.Firms.Where(x => x.Address == address).Select(x => x.TimeZone).SingleAsync());
        var ends = TimeZoneInfo.TryFindSystemTimeZoneById(zone, out var place) ? TimeZoneInfo.ConvertTime(issued.ExpiresAt, place) : issued.ExpiresAt;
        await Console.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"""
            Temporary code for {issued.PersonName}: {issued.Digits.Groups()}
            It works until {ends:yyyy-MM-dd HH:mm} ({zone}), {(issued.OneTime ? "for one sign-in" : "as often as needed")}, together with the password.
            Make sure who is asking, and tell the digits on the phone; never mail or text them. They cannot be shown again.
            """));
        return 0;
    }

    private static string WhyNot(IssueResult result, string address) => result switch
    {
        IssueResult.NotFound => $"There is no firm \"{address}\", or it has no primary administrator. Look at the first part of its web addresses.",
        IssueResult.Refused { Why: RefusalToIssue.Invited } => "The primary administrator has not accepted the invitation yet, and needs no code.",
        IssueResult.Refused { Why: RefusalToIssue.Deactivated } => "The primary administrator's login is deactivated.",
        IssueResult.Refused { Why: RefusalToIssue.TypedCodesCapped } capped => string.Create(CultureInfo.InvariantCulture,
            $"Too many wrong codes were typed; until {capped.Until:yyyy-MM-dd HH:mm} (UTC) none would be accepted. If it was not somebody guessing, add --release."),
        IssueResult.Refused { Why: RefusalToIssue.TooManyForPerson } many => string.Create(CultureInfo.InvariantCulture,
            $"As many codes were issued as one person may get in 24 hours. Until {many.Until:yyyy-MM-dd HH:mm} (UTC) none can be issued; help to use the last one."),
        IssueResult.Refused { Why: RefusalToIssue.SupportDesk } => "This installation has a support desk. There the primary administrator asks with a signed letter, and a technician approves. It has one as long as an agent is not retired, also one who has yet to enrol. If you want no desk any more, retire them all first: daypass retire-support-agent --email ...",
        IssueResult.Refused { Why: RefusalToIssue.ClocksDisagree } => "The clocks disagree (see above), so nobody can say when a code would end. Set the clock, then try again.",
        IssueResult.Refused refused => $"Refused: {refused.Why}.",
        _ => throw new InvalidOperationException($"{result.GetType().Name} is not expected here."),
    };
}
