using static Daypass.Domain.Tests.Times;

namespace Daypass.Domain.Tests;

// N1 to N10.
public class NextStepRuleTests
{
    [Fact]
    public void The_table_has_every_combination_once()
    {
        var rows = NextStepTable.Read();
        Assert.Equal(2 * 3 * 2 * 3, rows.Count);
        Assert.Equal(rows.Count, rows.Select(row => (row.Policy, row.Paired, row.CodeLive, row.Hold)).Distinct().Count());
    }

    [Fact]
    public void The_rule_gives_what_the_table_says_in_every_row()
    {
        foreach (var row in NextStepTable.Read())
            Assert.True(NextStepRule.Decide(Facts(row), Monday) == row.NextStep, row.ToString());
    }

    [Fact]
    public void N10_code_and_hold_that_end_together_end_at_the_same_microsecond()
    {
        var facts = new MfaFacts(Policy.Optional, Paired.Formerly, Tuesday, Hold.To(Tuesday));
        Assert.Equal(NextStep.TemporaryCode, NextStepRule.Decide(facts, Tuesday.JustBefore()));
        Assert.Equal(NextStep.TurnMfaOffAndAdmit, NextStepRule.Decide(facts, Tuesday));
    }

    [Fact]
    public void A_code_that_expired_asks_for_nothing_any_more()
    {
        var facts = new MfaFacts(Policy.Required, Paired.Now, Tuesday, Hold.None);
        Assert.Equal(NextStep.TemporaryCode, NextStepRule.Decide(facts, Tuesday.JustBefore()));
        Assert.Equal(NextStep.Authenticator, NextStepRule.Decide(facts, Tuesday));
    }

    [Fact]
    public void N9_no_hold_is_over_while_clocks_are_in_alarm_and_nothing_else_changes()
    {
        foreach (var row in NextStepTable.Read())
        {
            var expected = row.NextStep == NextStep.TurnMfaOffAndAdmit ? NextStep.ProveMailboxOrCode : row.NextStep;
            Assert.True(NextStepRule.Decide(Facts(row) with { ClocksDisagree = true }, Monday) == expected, row.ToString());
        }
    }

    [Fact]
    public void An_unknown_policy_counts_as_required() =>
        Assert.Equal(NextStep.ProveMailboxOrCode, NextStepRule.Decide(new MfaFacts(default, Paired.Never, null, Hold.None), Monday));

    [Theory]
    [InlineData(Kind.Staff, false, Permission.None, Policy.Optional)]
    [InlineData(Kind.Client, false, Permission.None, Policy.Required)]
    [InlineData(Kind.Staff, true, Permission.None, Policy.Required)]
    [InlineData(Kind.Staff, false, Permission.ManageClients, Policy.Required)]
    [InlineData(Kind.Staff, false, Permission.ManageStaff, Policy.Required)]
    [InlineData(Kind.Staff, true, Permission.Both, Policy.Required)]
    public void Each_kind_has_its_policy_and_holders_of_a_permission_always_required(Kind kind, bool administrator, Permission permissions, Policy expected)
    {
        Assert.Equal(expected, EffectivePolicy.For(Policy.Optional, Policy.Required, kind, administrator, permissions));
        if (permissions != Permission.None || administrator)
            Assert.Equal(Policy.Required, EffectivePolicy.For(Policy.Optional, Policy.Optional, kind, administrator, permissions));
    }

    private static MfaFacts Facts(NextStepRow row) => new(row.Policy, row.Paired, row.CodeLive ? Monday + Microsecond : null, row.Hold switch
    {
        HoldState.None => Hold.None,
        HoldState.Running => Hold.To(Monday + Microsecond),
        _ => Hold.To(Monday),
    });
}
