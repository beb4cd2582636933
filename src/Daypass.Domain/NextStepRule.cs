namespace Daypass.Domain;

// N1 to N9: what a sign-in asks for after the right password. Decided from four facts read at that moment, never
// from a stored verdict. docs/next-step.csv has every combination.

/// <summary>
/// The four facts. <paramref name="LiveCodeEnds"/> is the expiry of a code that is live by its state, null where there is none;
/// a one-time code that was spent is not live here (C4).
/// </summary>
public readonly record struct MfaFacts(Policy Policy, Paired Paired, DateTimeOffset? LiveCodeEnds, Hold Hold)
{
    /// <summary>No hold is believed to be over while clocks are in alarm (N9).</summary>
    public bool ClocksDisagree { get; init; }

    public bool CodeIsLive(DateTimeOffset now) => now < LiveCodeEnds;
}

public static class NextStepRule
{
    /// <param name="facts">Read in the transaction that acts on the answer.</param>
    /// <param name="now">One reading of the clock for code and hold alike (N10).</param>
    public static NextStep Decide(MfaFacts facts, DateTimeOffset now)
    {
        if (facts.CodeIsLive(now))
            return NextStep.TemporaryCode; // N1, N2
        if (facts.Paired == Paired.Now)
            return NextStep.Authenticator; // N3
        if (facts.Policy != Policy.Optional)
            return NextStep.ProveMailboxOrCode; // N4, N5; an unknown policy counts as required
        return facts.Hold.State(now) switch
        {
            HoldState.None => NextStep.Admit, // N6, N7
            HoldState.Over when !facts.ClocksDisagree => NextStep.TurnMfaOffAndAdmit, // N9
            _ => NextStep.ProveMailboxOrCode, // N8
        };
    }

    /// <summary>Whether the password alone is admitted: weaker than anything else (N12).</summary>
    public static bool PasswordAloneIsAdmitted(MfaFacts facts, DateTimeOffset now) =>
        Decide(facts, now) is NextStep.Admit or NextStep.TurnMfaOffAndAdmit;
}
