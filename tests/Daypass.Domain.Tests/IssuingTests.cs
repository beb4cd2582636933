using static Daypass.Domain.Tests.Times;

namespace Daypass.Domain.Tests;

// C11, C12, C15.
public class IssuingTests
{
    private static readonly MfaFacts WithDevice = new(Policy.Required, Paired.Now, null, Hold.None);

    [Fact]
    public void C11_refused_exactly_where_the_password_alone_is_admitted()
    {
        foreach (var row in NextStepTable.Read())
        {
            var hold = row.Hold == HoldState.None ? Hold.None : Hold.To(row.Hold == HoldState.Running ? Tuesday : Monday);
            var facts = new MfaFacts(row.Policy, row.Paired, row.CodeLive ? Tuesday : null, hold);
            var refused = row.Rule is "N6" or "N7" or "N9" ? RefusalToIssue.SignsInWithoutMfa : (RefusalToIssue?)null;
            Assert.True(refused == Issuing.RefusedForPerson(AccountState.Active, facts, Monday), row.ToString());
        }
    }

    [Fact]
    public void C11_refused_for_a_deactivated_login_and_one_not_yet_accepted()
    {
        Assert.Equal(RefusalToIssue.Deactivated, Issuing.RefusedForPerson(AccountState.Deactivated, WithDevice, Monday));
        Assert.Equal(RefusalToIssue.Invited, Issuing.RefusedForPerson(AccountState.Invited, WithDevice, Monday));
        Assert.Equal(RefusalToIssue.Deactivated, Issuing.RefusedForPerson(default, WithDevice, Monday));
        Assert.Null(Issuing.RefusedForPerson(AccountState.Active, WithDevice, Monday));
    }

    [Theory]
    [InlineData(2, 19, false, 24 * 60, null)]
    [InlineData(3, 0, false, 24 * 60, RefusalToIssue.TooManyForPerson)]
    [InlineData(3, 0, false, 4 * 60, RefusalToIssue.TooManyForPerson)]
    [InlineData(3, 0, false, (4 * 60) - 1, null)]
    [InlineData(19, 0, true, 24 * 60, null)]
    [InlineData(20, 0, true, 24 * 60, RefusalToIssue.TooManyForPerson)]
    [InlineData(20, 0, false, 10, RefusalToIssue.TooManyForPerson)]
    [InlineData(0, 20, true, 10, RefusalToIssue.TooManyByIssuer)]
    public void C15_so_many_per_person_and_day_and_per_issuer_and_hour(int forPerson, int byIssuer, bool oneTime, int minutes, RefusalToIssue? expected) =>
        Assert.Equal(expected, Issuing.TooMany(new IssuedBefore(forPerson, byIssuer), oneTime, TimeSpan.FromMinutes(minutes)));

    [Fact]
    public void C15_the_issuers_second_step_is_at_most_15_minutes_old()
    {
        Assert.Null(Issuing.NotFresh(Monday, Monday.AddMinutes(15).JustBefore()));
        Assert.Equal(RefusalToIssue.SecondStepNotFresh, Issuing.NotFresh(Monday, Monday.AddMinutes(15)));
        Assert.Equal(RefusalToIssue.SecondStepNotFresh, Issuing.NotFresh(null, Monday));
    }

    [Fact]
    public void C12_under_optional_MFA_turns_off_when_the_code_ends_unless_a_device_is_paired()
    {
        var facts = new MfaFacts(Policy.Optional, Paired.Formerly, Tuesday, Hold.To(Tuesday));
        Assert.Equal(AfterCode.MfaTurnsOff, AfterCodeRule.WhatHappens(facts, Tuesday));
        Assert.Equal(Tuesday, AfterCodeRule.MfaTurnsOffAt(facts));
        Assert.Equal(AfterCode.DeviceAskedAgain, AfterCodeRule.WhatHappens(facts with { Paired = Paired.Now }, Tuesday));
        Assert.Null(AfterCodeRule.MfaTurnsOffAt(facts with { Paired = Paired.Now }));
    }

    [Fact]
    public void C12_under_required_or_with_an_open_hold_another_code_or_the_mailbox_is_needed()
    {
        var required = new MfaFacts(Policy.Required, Paired.Never, Tuesday, Hold.To(Tuesday));
        var open = new MfaFacts(Policy.Optional, Paired.Formerly, Tuesday, Hold.Open);
        foreach (var facts in new[] { required, open })
        {
            Assert.Equal(AfterCode.CodeOrMailboxNeeded, AfterCodeRule.WhatHappens(facts, Tuesday));
            Assert.Null(AfterCodeRule.MfaTurnsOffAt(facts));
        }
    }

    [Fact]
    public void C12_after_a_short_code_MFA_stays_on_until_24_hours_after_it_was_issued()
    {
        var ends = Monday.AddMinutes(10);
        var hold = HoldRule.AfterCodeIssued(Hold.To(Monday.AddHours(2)), Paired.Formerly, new IssuedCode(Monday, ends));
        var facts = new MfaFacts(Policy.Optional, Paired.Formerly, ends, hold);
        Assert.Equal(AfterCode.CodeOrMailboxNeeded, AfterCodeRule.WhatHappens(facts, ends));
        Assert.Equal(Tuesday, AfterCodeRule.MfaTurnsOffAt(facts));
    }

    [Fact]
    public void C12_facts_without_the_hold_of_D3_are_a_bug_and_not_a_sentence()
    {
        Assert.Throws<ArgumentException>(() => AfterCodeRule.WhatHappens(new(Policy.Optional, Paired.Formerly, Tuesday, Hold.None), Tuesday));
        Assert.Throws<ArgumentException>(() => AfterCodeRule.WhatHappens(new(Policy.Optional, Paired.Formerly, Tuesday, Hold.To(Tuesday)), Monday));
    }
}
