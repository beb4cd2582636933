namespace Daypass.Domain;

// D3: what each occurrence does to the hold. It only moves later; pairing ends it. It never ends sooner than
// 24 hours after the last code was issued, however short the firm's codes live: otherwise a short life would
// be a quick way to turn somebody's MFA off.
// Invariant: code live and none paired means hold running.

/// <summary>When the last temporary code of an account was issued and expires, whatever became of it.</summary>
public readonly record struct IssuedCode(DateTimeOffset IssuedAt, DateTimeOffset ExpiresAt)
{
    /// <summary>The later of the code's expiry and 24 hours after it was issued.</summary>
    internal DateTimeOffset HoldsUntil =>
        ExpiresAt > IssuedAt + HoldRule.AfterIssuing ? ExpiresAt : IssuedAt + HoldRule.AfterIssuing;
}

public static class HoldRule
{
    public static readonly TimeSpan AfterIssuing = TimeSpan.FromHours(24);

    /// <summary>
    /// The person disconnected their own last authenticator. <paramref name="lastCode"/> is the code issued last, also one
    /// that ended; null where there never was one. Under <see cref="Policy.Required"/> a code must be live (D2).
    /// </summary>
    /// <param name="limitedSession">
    /// In a session with the limits of S2 or S4. Only time and the owner's own disconnecting turn MFA off (N12), and no device of the
    /// owner's vouches for this one: as after a code, a day passes, in which the mail about it can be answered.
    /// </param>
    public static Hold AfterOwnDisconnectOfLast(Hold hold, Policy policy, IssuedCode? lastCode, bool limitedSession, DateTimeOffset now)
    {
        if (lastCode is { } code && now < code.HoldsUntil)
            return hold.LaterOf(Hold.To(code.HoldsUntil));
        if (policy == Policy.Required)
            throw new ArgumentException("D2: under 'required' the last authenticator cannot be disconnected unless a code is live.", nameof(policy));
        return limitedSession ? hold.LaterOf(Hold.To(now + AfterIssuing)) : hold;
    }

    /// <summary>A code was issued, or replaced another. With an authenticator paired there is nothing to hold.</summary>
    public static Hold AfterCodeIssued(Hold hold, Paired paired, IssuedCode code) =>
        paired == Paired.Now ? hold : hold.LaterOf(Hold.To(code.HoldsUntil));

    /// <summary>Getting rid of a code changes nothing: neither a wrong guess nor a removal brings the end of MFA nearer (N12).</summary>
    public static Hold AfterCodeRemovedOrExhausted(Hold hold) => hold;

    public static Hold AfterMarkedLost(Hold hold, Paired pairedAfterwards) => OpenIfFormerly(hold, pairedAfterwards);

    public static Hold AfterDeactivation(Hold hold, Paired pairedAfterwards) => OpenIfFormerly(hold, pairedAfterwards);

    /// <summary>
    /// The effective policy became <see cref="Policy.Optional"/>: the firm's setting, or a permission lost. Somebody who never
    /// paired keeps a running hold; one that ended while the policy was 'required' would admit the password at once, which
    /// N12 forbids, so it opens.
    /// </summary>
    public static Hold AfterPolicyBecameOptional(Hold hold, Paired pairedAfterwards, DateTimeOffset now) =>
        pairedAfterwards == Paired.Never && hold.State(now) == HoldState.Over ? Hold.Open : OpenIfFormerly(hold, pairedAfterwards);

    /// <summary>
    /// T2, "this was not me": open, whether or not one was ever paired. With one still paired, or paired again because its
    /// disconnection was taken back, there is nothing to hold.
    /// </summary>
    public static Hold AfterNotMe(Paired pairedAfterwards) => pairedAfterwards == Paired.Now ? Hold.None : Hold.Open;

    public static Hold AfterPairing() => Hold.None;

    /// <summary>N9: MFA was turned off because the hold was over.</summary>
    public static Hold AfterMfaTurnedOff() => Hold.None;

    /// <summary>E3: a login that ever paired comes back as 'formerly' with an open hold.</summary>
    public static Hold AfterReactivation(Hold hold, Paired pairedAfterwards) => OpenIfFormerly(hold, pairedAfterwards);

    /// <summary>Code live and none paired means hold running.</summary>
    public static bool InvariantHolds(MfaFacts facts, DateTimeOffset now) =>
        !facts.CodeIsLive(now) || facts.Paired == Paired.Now || facts.Hold.State(now) == HoldState.Running;

    private static Hold OpenIfFormerly(Hold hold, Paired pairedAfterwards) =>
        pairedAfterwards == Paired.Formerly ? Hold.Open : hold;
}
