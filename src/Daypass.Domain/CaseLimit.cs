namespace Daypass.Domain;

// H3: an agent opens at most 20 cases in an hour, drills included. More than anybody can prepare; and whoever has got hold of one agent's
// session can then mail no more firms, nor bury the desk, before somebody sees it. With 20 the alarm of waves (more than 20) still needs others.

public static class CaseLimit
{
    public const int PerAgentAndHour = 20;
    public static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    /// <summary>Until when the agent opens none; null: they may now.</summary>
    /// <param name="opened">When the agent opened cases before, in any order; those of the last hour are enough.</param>
    public static DateTimeOffset? FullUntil(IEnumerable<DateTimeOffset> opened, DateTimeOffset now)
    {
        var counted = opened.Where(x => x > now - Hour).OrderDescending().Take(PerAgentAndHour).ToList();
        return counted.Count < PerAgentAndHour ? null : counted[^1] + Hour;
    }
}
