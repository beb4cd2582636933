namespace Daypass.Server.Storage;

internal static class Clock
{
    /// <summary>Now, in UTC, to the microsecond: what the databases keep, so that a time read back equals the time written.</summary>
    public static DateTimeOffset Now(this TimeProvider clock)
    {
        var now = clock.GetUtcNow();
        return new DateTimeOffset(now.UtcTicks - (now.UtcTicks % TimeSpan.TicksPerMicrosecond), TimeSpan.Zero);
    }
}
