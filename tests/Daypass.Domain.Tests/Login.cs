using static Daypass.Domain.Tests.Times;

namespace Daypass.Domain.Tests;

/// <summary>
/// A login as the domain sees it, with the occurrences that change it, each by the domain's own rule. <see cref="Steps"/>
/// lists every occurrence that is possible now; walking them all gives every state a login can get into.
/// Times are taken relative to now, so that there are finitely many.
/// </summary>
internal sealed record Login(Policy Policy, Paired Paired, CodeState? Code, IssuedCode? Last, Hold Hold, TimeSpan Life)
{
    private static readonly TimeSpan Tick = TimeSpan.FromHours(6);
    private static readonly Paired[] TakenBackFromNow = [Paired.Now, Paired.Formerly, Paired.Never];
    private static readonly Paired[] TakenBackFromFormerly = [Paired.Now, Paired.Formerly, Paired.Never];

    public static IEnumerable<Login> Fresh() =>
        from policy in Enum.GetValues<Policy>()
        from life in new[] { Tick, CodeLife.Longest }
        select new Login(policy, Paired.Never, null, null, Hold.None, life);

    public MfaFacts Facts => new(Policy, Paired, CodeLives ? Last!.Value.ExpiresAt : null, Hold);

    public bool CodeLives => Code is { } state && Last is { } last && CodeLife.IsLive(state, last.IssuedAt, last.ExpiresAt, Monday);

    public bool CodeCounts => Code is { } state && Last is { } last && CodeLife.CountsAsLive(state, last.IssuedAt, last.ExpiresAt, Monday);

    public NextStep Next => NextStepRule.Decide(Facts, Monday);

    public IEnumerable<(string Name, Login After)> Steps()
    {
        yield return ("time passes", Passed());
        if (Issuing.RefusedForPerson(AccountState.Active, Facts, Monday) is null)
            yield return (CodeCounts ? "replaced" : "issued", Issued());
        if (CodeCounts)
        {
            yield return ("removed", Ended(CodeState.Removed) with { Hold = HoldRule.AfterCodeRemovedOrExhausted(Hold) });
            yield return ("exhausted", Ended(CodeState.Exhausted) with { Hold = HoldRule.AfterCodeRemovedOrExhausted(Hold) });
        }
        if (CodeLives)
            yield return ("spent", this with { Code = CodeState.Spent });
        yield return ("paired", Ended(CodeState.DevicePaired) with { Paired = Paired.Now, Hold = HoldRule.AfterPairing() });
        yield return ("deactivated and back", Back());
        if (Last is not null)
        {
            foreach (var paired in Paired == Paired.Now ? TakenBackFromNow : Paired == Paired.Formerly ? TakenBackFromFormerly : [Paired.Never])
                yield return ("not me", Ended(CodeState.Removed) with { Paired = paired, Hold = HoldRule.AfterNotMe(paired) });
        }
        foreach (var step in PolicySteps().Concat(DeviceSteps()))
            yield return step;
        if (Next == NextStep.TurnMfaOffAndAdmit)
            yield return ("MFA turned off", this with { Hold = HoldRule.AfterMfaTurnedOff() });
    }

    private IEnumerable<(string Name, Login After)> PolicySteps()
    {
        if (Policy == Policy.Optional)
            yield return ("policy to required", this with { Policy = Policy.Required });
        else
            yield return ("policy to optional", this with { Policy = Policy.Optional, Hold = HoldRule.AfterPolicyBecameOptional(Hold, Paired, Monday) });
    }

    private IEnumerable<(string Name, Login After)> DeviceSteps()
    {
        if (Paired != Paired.Now)
            yield break;
        if (CodeLives)
            yield return ("device confirmed", Ended(CodeState.DeviceConfirmed));
        yield return ("marked lost", this with { Paired = Paired.Formerly, Hold = HoldRule.AfterMarkedLost(Hold, Paired.Formerly) });
        if (DisconnectRule.MayDisconnectOwn(Policy, isLast: true, CodeCounts))
            yield return ("disconnected", this with { Paired = Paired.Formerly, Hold = HoldRule.AfterOwnDisconnectOfLast(Hold, Policy, Last, limitedSession: false, Monday) });
        if (Policy == Policy.Optional)
            yield return ("disconnected in a limited session", this with { Paired = Paired.Formerly, Hold = HoldRule.AfterOwnDisconnectOfLast(Hold, Policy, Last, limitedSession: true, Monday) });
    }

    private Login Issued()
    {
        var code = new IssuedCode(Monday, CodeLife.ExpiresAt(Monday, Life));
        return this with { Code = CodeState.Live, Last = code, Hold = HoldRule.AfterCodeIssued(Hold, Paired, code) };
    }

    private Login Back()
    {
        var paired = Paired == Paired.Never ? Paired.Never : Paired.Formerly;
        var gone = Ended(CodeState.AccountDeactivated) with { Paired = paired, Hold = HoldRule.AfterDeactivation(Hold, paired) };
        return gone with { Hold = HoldRule.AfterReactivation(gone.Hold, paired) };
    }

    private Login Ended(CodeState how) => CodeCounts ? this with { Code = how } : this;

    // Everything moves back by a tick instead of the clock going on; what is long over stays where it is.
    private Login Passed() => this with
    {
        Last = Last is { } last && last.IssuedAt > Monday - Day ? new(last.IssuedAt - Tick, last.ExpiresAt - Tick) : Last,
        Hold = Hold.State(Monday) == HoldState.Running && !Hold.IsOpen ? Hold.To(Hold.Until!.Value - Tick) : Hold,
    };
}
