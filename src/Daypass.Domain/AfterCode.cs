namespace Daypass.Domain;

// C12: before issuing, the page says what will happen when the code ends for this very account. The answer comes
// from the function that decides N, asked about the moment of the code's end.

public enum AfterCode
{
    /// <summary>N9: nobody paired a device, and the policy does not ask for one.</summary>
    MfaTurnsOff = 1,

    /// <summary>N3: the paired device confirms sign-ins as before.</summary>
    DeviceAskedAgain = 2,

    /// <summary>N4, N5, N8: another code, or the mailbox proven and a device paired.</summary>
    CodeOrMailboxNeeded = 3,
}

public static class AfterCodeRule
{
    /// <param name="factsAsTheyWillBeAfterIssuing">With the hold that <see cref="HoldRule.AfterCodeIssued"/> gives.</param>
    /// <param name="codeEnds">The expiry of the code about to be issued.</param>
    public static AfterCode WhatHappens(MfaFacts factsAsTheyWillBeAfterIssuing, DateTimeOffset codeEnds) =>
        NextStepRule.Decide(factsAsTheyWillBeAfterIssuing, codeEnds) switch
        {
            NextStep.TurnMfaOffAndAdmit => AfterCode.MfaTurnsOff,
            NextStep.Authenticator => AfterCode.DeviceAskedAgain,
            NextStep.ProveMailboxOrCode => AfterCode.CodeOrMailboxNeeded,
            var step => throw new ArgumentException($"'{step}' cannot follow a code: D3 was not applied to the facts.", nameof(factsAsTheyWillBeAfterIssuing)),
        };

    /// <summary>When MFA will be turned off if nobody pairs a device; null: never by time. May be later than the code's end where codes live short.</summary>
    public static DateTimeOffset? MfaTurnsOffAt(MfaFacts facts) =>
        facts is { Policy: Policy.Optional, Paired: not Paired.Now, Hold.IsOpen: false } ? facts.Hold.Until : null;
}
