using static Daypass.Domain.Tests.Times;

namespace Daypass.Domain.Tests;

// D3, occurrence by occurrence.
public class HoldRuleTests
{
    private static readonly IssuedCode FullDay = new(Monday, Tuesday);
    private static readonly IssuedCode TenMinutes = new(Monday, Monday.AddMinutes(10));
    private static readonly Hold Later = Hold.To(Tuesday.AddHours(5));

    [Fact]
    public void Disconnecting_the_last_device_under_optional_turns_MFA_off_at_once() =>
        Assert.Equal(Hold.None, HoldRule.AfterOwnDisconnectOfLast(Hold.None, Policy.Optional, null, limitedSession: false, Monday));

    [Fact]
    public void N12_disconnecting_the_last_device_in_a_limited_session_holds_MFA_for_a_day_where_no_code_holds_it() =>
        Assert.Equal(Hold.To(Tuesday), HoldRule.AfterOwnDisconnectOfLast(Hold.None, Policy.Optional, null, limitedSession: true, Monday));

    [Theory]
    [InlineData(Policy.Optional)]
    [InlineData(Policy.Required)]
    public void Disconnecting_the_last_device_while_a_code_lives_holds_MFA_until_the_codes_end(Policy policy) =>
        Assert.Equal(Hold.To(Tuesday), HoldRule.AfterOwnDisconnectOfLast(Hold.None, policy, FullDay, limitedSession: false, Monday.AddHours(3)));

    [Fact]
    public void Disconnecting_after_a_short_code_ended_still_holds_MFA_for_24_hours_after_it_was_issued() =>
        Assert.Equal(Hold.To(Tuesday), HoldRule.AfterOwnDisconnectOfLast(Hold.None, Policy.Optional, TenMinutes, limitedSession: false, Monday.AddHours(3)));

    [Fact]
    public void A_code_issued_24_hours_ago_holds_nothing_any_more()
    {
        Assert.Equal(Hold.To(Tuesday), HoldRule.AfterOwnDisconnectOfLast(Hold.None, Policy.Optional, FullDay, limitedSession: false, Tuesday.JustBefore()));
        Assert.Equal(Hold.None, HoldRule.AfterOwnDisconnectOfLast(Hold.None, Policy.Optional, FullDay, limitedSession: false, Tuesday));
    }

    [Fact]
    public void D2_under_required_disconnecting_the_last_device_without_a_code_is_a_bug()
    {
        Assert.Throws<ArgumentException>(() => HoldRule.AfterOwnDisconnectOfLast(Hold.None, Policy.Required, null, limitedSession: false, Monday));
        Assert.Throws<ArgumentException>(() => HoldRule.AfterOwnDisconnectOfLast(Hold.None, Policy.Required, FullDay, limitedSession: false, Tuesday));
    }

    [Theory]
    [InlineData(Paired.Never)]
    [InlineData(Paired.Formerly)]
    public void A_code_issued_while_none_is_paired_moves_the_hold_to_its_expiry(Paired paired)
    {
        Assert.Equal(Hold.To(Tuesday), HoldRule.AfterCodeIssued(Hold.None, paired, FullDay));
        Assert.Equal(Later, HoldRule.AfterCodeIssued(Later, paired, FullDay));
        Assert.Equal(Hold.Open, HoldRule.AfterCodeIssued(Hold.Open, paired, FullDay));
    }

    [Fact]
    public void A_short_code_cannot_turn_MFA_off_sooner_than_24_hours_after_it_was_issued() =>
        Assert.Equal(Hold.To(Tuesday), HoldRule.AfterCodeIssued(Hold.None, Paired.Never, TenMinutes));

    [Fact]
    public void A_code_issued_beside_a_paired_device_holds_nothing() =>
        Assert.Equal(Hold.None, HoldRule.AfterCodeIssued(Hold.None, Paired.Now, FullDay));

    [Fact]
    public void Removing_or_exhausting_a_code_changes_nothing()
    {
        Assert.Equal(Later, HoldRule.AfterCodeRemovedOrExhausted(Later));
        Assert.Equal(Hold.None, HoldRule.AfterCodeRemovedOrExhausted(Hold.None));
    }

    [Fact]
    public void Marked_lost_deactivation_and_reactivation_open_the_hold_only_where_none_is_paired_and_one_was()
    {
        foreach (var rule in new Func<Hold, Paired, Hold>[] { HoldRule.AfterMarkedLost, HoldRule.AfterDeactivation, HoldRule.AfterReactivation })
        {
            Assert.Equal(Hold.Open, rule(Later, Paired.Formerly));
            Assert.Equal(Hold.Open, rule(Hold.None, Paired.Formerly));
            Assert.Equal(Hold.None, rule(Hold.None, Paired.Now));
            Assert.Equal(Later, rule(Later, Paired.Never));
        }
    }

    [Fact]
    public void A_policy_that_becomes_optional_opens_the_hold_of_those_who_paired_once()
    {
        Assert.Equal(Hold.Open, HoldRule.AfterPolicyBecameOptional(Hold.None, Paired.Formerly, Monday));
        Assert.Equal(Hold.None, HoldRule.AfterPolicyBecameOptional(Hold.None, Paired.Now, Monday));
        Assert.Equal(Hold.None, HoldRule.AfterPolicyBecameOptional(Hold.None, Paired.Never, Monday));
        Assert.Equal(Later, HoldRule.AfterPolicyBecameOptional(Later, Paired.Never, Monday));
    }

    [Fact]
    public void N12_a_hold_that_ended_under_required_does_not_let_the_password_in_when_the_policy_becomes_optional()
    {
        var hold = HoldRule.AfterPolicyBecameOptional(Hold.To(Monday), Paired.Never, Monday);
        Assert.Equal(NextStep.ProveMailboxOrCode, NextStepRule.Decide(new MfaFacts(Policy.Optional, Paired.Never, null, hold), Monday));
    }

    [Theory]
    [InlineData(Paired.Never)]
    [InlineData(Paired.Formerly)]
    public void T2_not_me_opens_the_hold_whether_or_not_one_was_ever_paired(Paired paired) =>
        Assert.Equal(Hold.Open, HoldRule.AfterNotMe(paired));

    [Fact]
    public void Pairing_ends_the_hold_and_so_does_turning_MFA_off()
    {
        Assert.Equal(Hold.None, HoldRule.AfterPairing());
        Assert.Equal(Hold.None, HoldRule.AfterMfaTurnedOff());
        Assert.Equal(Hold.None, HoldRule.AfterNotMe(Paired.Now));
    }

    [Fact]
    public void D2_under_required_the_last_device_stays_unless_a_code_is_live()
    {
        Assert.False(DisconnectRule.MayDisconnectOwn(Policy.Required, isLast: true, codeCountsAsLive: false));
        Assert.True(DisconnectRule.MayDisconnectOwn(Policy.Required, isLast: true, codeCountsAsLive: true));
        Assert.True(DisconnectRule.MayDisconnectOwn(Policy.Required, isLast: false, codeCountsAsLive: false));
        Assert.True(DisconnectRule.MayDisconnectOwn(Policy.Optional, isLast: true, codeCountsAsLive: false));
    }
}
