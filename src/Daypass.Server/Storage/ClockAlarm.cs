namespace Daypass.Server.Storage;

/// <summary>
/// Whether this server's clock can be believed. While it cannot, no code is issued and no hold ends (N9): a clock that is a day ahead
/// would turn MFA off for everybody who waits. <c>Hosting/ClockWatch.cs</c> looks; a jump since its last look is noticed at once.
/// </summary>
internal sealed class ClockAlarm(TimeProvider clock)
{
    public static readonly TimeSpan Tolerance = TimeSpan.FromSeconds(5);

    private readonly Lock _lock = new();
    private (DateTimeOffset Wall, long Ticks)? _agreed;
    private DateTimeOffset? _newestAtStart;
    private string? _disagreement;

    /// <summary>A time of one's own (the demo's past, a test's clock) agrees with no other clock, and is not compared.</summary>
    public bool Compares { get; init; } = ReferenceEquals(clock, TimeProvider.System);

    public bool IsOn
    {
        get
        {
            if (!Compares)
            {
                return false;
            }

            lock (_lock)
            {
                return _disagreement is not null || HasJumped();
            }
        }
    }

    /// <summary>Compares. What was found at first and is gone ends by itself; a jump, only when the clock jumps back or with a restart.</summary>
    /// <param name="newest">The newest time written in the database. Of the first look only: later ones are this server's own.</param>
    /// <param name="database">The database's own clock, and this server's before it was asked. By it servers are compared with each other.</param>
    /// <returns>What disagrees; null: nothing.</returns>
    public string? Look(DateTimeOffset? newest, (DateTimeOffset Asked, DateTimeOffset Said)? database)
    {
        lock (_lock)
        {
            var now = clock.GetUtcNow();
            _newestAtStart ??= newest ?? DateTimeOffset.UnixEpoch;
            // Half of it, so that no two servers are further apart than the whole.
            var apart = Tolerance / 2;
            _disagreement = database is var (asked, said) && (said < asked - apart || said > now + apart)
                ? $"this server's clock says {now:u}, the database's {said:u}."
                : now < _newestAtStart - Tolerance ? $"this server's clock says {now:u}, but something was written down at {_newestAtStart:u}."
                : HasJumped() ? $"this server's clock jumped to {now:u}."
                : null;
            if (_disagreement is null)
            {
                _agreed = (now, clock.GetTimestamp());
            }

            return _disagreement;
        }
    }

    /// <summary>Whether the clock went on otherwise than the time that has passed since it was last believed.</summary>
    private bool HasJumped() =>
        _agreed is var (wall, ticks) && (clock.GetUtcNow() - wall - clock.GetElapsedTime(ticks)).Duration() > Tolerance;
}
