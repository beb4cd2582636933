using Daypass.Server.Audit;
using Microsoft.EntityFrameworkCore;

namespace Daypass.Server.Notifications;

/// <summary>Telling those of the support desk: notices of no firm, to agents and about one.</summary>
internal static class TellingAgents
{
    /// <summary>Tells an agent about themselves.</summary>
    /// <param name="isThere">False: nobody has the address, or they have left. The outbox gets a row all the same, done with at once (P1).</param>
    public static void TellAgent(this DaypassDb db, DateTimeOffset now, NoticeKind kind, Guid agent, By by, bool isThere = true)
    {
        var notice = New(now, kind, agent, agent, by);
        if (!isThere)
        {
            (notice.FailedAt, notice.Failure) = (now, "nobody has this address");
        }

        db.Notices.Add(notice);
    }

    /// <summary>Tells every other agent about one, and the agent themselves.</summary>
    public static async Task TellAgents(this DaypassDb db, DateTimeOffset now, NoticeKind kind, Guid about, By by)
    {
        var others = await db.SupportAgents.Where(x => x.State == AgentState.Active && x.Id != about).Select(x => x.Id).ToListAsync();
        db.Notices.AddRange(others.Append(about).Select(x => New(now, kind, about, x, by)));
    }

    private static Notice New(DateTimeOffset now, NoticeKind kind, Guid about, Guid recipient, By by) => new()
    {
        Id = Guid.CreateVersion7(),
        FirmId = Guid.Empty,
        RecipientId = recipient,
        AccountId = about,
        Kind = kind,
        Actor = by.Kind,
        IsCopy = recipient != about,
        CreatedAt = now,
        NextTryAt = now,
    };
}
