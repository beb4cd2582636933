namespace Daypass.Server.CommandLine.Demo;

/// <summary>The clock by which the demo's past is lived through; serving goes by the real one.</summary>
internal sealed class DemoClock(DateTimeOffset start) : TimeProvider
{
    private DateTimeOffset _now = start;

    public override DateTimeOffset GetUtcNow() => _now;

    public void Pass(TimeSpan time) => _now += time;

    /// <summary>Moves on to a time; never back.</summary>
    public void MoveTo(DateTimeOffset time) => _now = time > _now ? time : throw new ArgumentOutOfRangeException(nameof(time), time, "Time has passed already.");
}
