namespace Daypass.Domain;

// D3: the hold keeps MFA on for somebody without an authenticator.
// N10: it is over when now >= hold, by the same reading of the clock as the code's liveness.

/// <summary>The time until which MFA stays on. <c>default</c> is no hold.</summary>
public readonly record struct Hold(DateTimeOffset? Until)
{
    /// <summary>An open hold ends by pairing, never by time. One far date, so that databases compare it like any other.</summary>
    public static readonly DateTimeOffset OpenEnd = new(9999, 12, 31, 0, 0, 0, TimeSpan.Zero);

    public static Hold None => default;

    public static Hold Open => new(OpenEnd);

    public static Hold To(DateTimeOffset until) => new(until < OpenEnd ? until : OpenEnd);

    public bool IsNone => Until is null;

    public bool IsOpen => Until >= OpenEnd;

    public HoldState State(DateTimeOffset now) => Until switch
    {
        null => HoldState.None,
        var until when IsOpen || now < until => HoldState.Running,
        _ => HoldState.Over,
    };

    /// <summary>A hold only moves later; no hold is earlier than any.</summary>
    public Hold LaterOf(Hold other) => other.Until is { } theirs && (Until is not { } mine || theirs > mine) ? other : this;
}
