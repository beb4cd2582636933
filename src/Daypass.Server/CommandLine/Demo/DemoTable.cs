using System.Globalization;
using System.Text;
using Daypass.Server.Hosting;
using Daypass.Server.Notifications;

namespace Daypass.Server.CommandLine.Demo;

/// <summary>What is printed: who can sign in, and with what.</summary>
internal static class DemoTable
{
    public static async Task<string> Of(IReadOnlyList<DemoFirm> firms, IReadOnlyList<DemoAgent> agents, PublicOrigin origin, SupportOrigin? desk, DateTimeOffset now)
    {
        var text = new StringBuilder();
        DemoPerson? withoutDevice = null;
        foreach (var firm in firms)
        {
            text.AppendLine().AppendLine(CultureInfo.InvariantCulture, $"{firm.Name}: {origin.Link($"/{firm.Address}/signin")}");
            foreach (var person in firm.People)
            {
                var (account, facts) = await firm.Look(person, now);
                text.AppendLine(CultureInfo.InvariantCulture, $"  {person.Email,-44} {Role(account),-24} {Step(facts, now)}");
                withoutDevice ??= NextStepRule.Decide(facts, now) == NextStep.Admit ? person : null;
                if (facts.CodeIsLive(now))
                {
                    text.AppendLine(CultureInfo.InvariantCulture, $"      temporary code {person.Code!.Groups()}");
                }

                if (facts.Paired == Paired.Now)
                {
                    text.AppendLine(CultureInfo.InvariantCulture, $"      {person.OtpAuth!.AbsoluteUri}");
                }
            }
        }

        if (desk is not null)
        {
            text.AppendLine().AppendLine(CultureInfo.InvariantCulture, $"Support desk: {desk.Link("/signin")}");
            foreach (var agent in agents)
            {
                text.AppendLine(CultureInfo.InvariantCulture, $"  {agent.Email,-44} {(agent.Role == AgentRole.Technician ? "technician" : "representative")}");
                text.AppendLine(CultureInfo.InvariantCulture, $"      {agent.OtpAuth.AbsoluteUri}");
            }
        }

        return text.Append(CultureInfo.InvariantCulture, $"""

            Everybody's password: {DemoPerson.Password}
            Device codes: oathtool --totp -b SECRET (the secret is in the otpauth address), or any authenticator app
            To pair a phone: sign in as {withoutDevice?.Email}, choose Profile and there "Pair a device".
                          The app is at {origin.Link("/authenticator/")}; another window of this browser will do for the phone.
            Mails:        {origin.Link(DemoMailPages.Address)}
            All of it is gone when the demo ends (Ctrl+C).
            """).ToString();
    }

    private static string Role(Account account) =>
        account.IsPrimary ? "primary administrator"
        : account.IsAdministrator ? "administrator"
        : account.Kind == Kind.Client ? "client"
        : account.Permissions switch
        {
            Permission.Both => "staff, manages both",
            Permission.ManageStaff => "staff, manages staff",
            Permission.ManageClients => "staff, manages clients",
            _ => "staff",
        };

    private static string Step(MfaFacts facts, DateTimeOffset now)
    {
        var state = facts.Hold.State(now) switch
        {
            HoldState.Running when facts.Hold.IsOpen => ", MFA stays on until a device is paired",
            HoldState.Running => ", MFA stays on for now",
            _ => "",
        };
        return NextStepRule.Decide(facts, now) switch
        {
            NextStep.Admit => "password alone",
            NextStep.TurnMfaOffAndAdmit => "password alone: MFA turns off at this sign-in",
            NextStep.Authenticator => "device",
            NextStep.TemporaryCode => facts.Paired == Paired.Now ? "temporary code, or the device again" : $"temporary code{state}",
            _ => $"mailbox or temporary code ({(facts.Paired == Paired.Never ? "never paired" : "no device now")}){state}",
        };
    }
}
