using Daypass.Server.Audit;
using Daypass.Server.Hosting;
using Daypass.Server.Notifications;

namespace Daypass.Server.Support;

/// <summary>The password of an agent, or of an email that nobody has at the desk.</summary>
internal sealed class AgentsPassword(PasswordTriesKey subject, SupportAgent? agent) : IPasswordOwner
{
    public static PasswordTriesKey Subject(string emailKey, Guid? knownBrowser = null) => PasswordTriesKey.Of(Guid.Empty, "desk:" + emailKey, knownBrowser);

    public void Wrong(DaypassDb db, DateTimeOffset now) => db.Record(now, Guid.Empty, EventKind.AgentPasswordWrong, By.Nobody, agent?.Id);

    public void Locked(DaypassDb db, DateTimeOffset now, PasswordLock begun)
    {
        db.Record(now, Guid.Empty, EventKind.AgentLocked, By.Nobody, agent?.Id, facts: new UntilFacts(begun.Until, begun.ForAll));
        if (begun.Mail)
        {
            db.TellAgent(now, NoticeKind.AgentLocked, agent?.Id ?? subject.StandIn, By.Nobody, isThere: agent is { State: AgentState.Active });
        }
    }
}
