using Daypass.Domain;
using Xunit;

namespace Daypass.Domain.Tests;

public class StopRuleTests
{
    private static readonly Guid Firm = Guid.NewGuid();
    private static readonly Guid Subject = Guid.NewGuid();

    [Theory]
    [InlineData(true, false, AccountState.Active, true)]
    [InlineData(true, true, AccountState.Active, true)]
    [InlineData(true, true, AccountState.Suspended, true)]
    [InlineData(true, false, AccountState.Suspended, false)]
    [InlineData(true, true, AccountState.Deactivated, false)]
    [InlineData(true, false, AccountState.Invited, false)]
    [InlineData(false, false, AccountState.Active, false)]
    public void Administrators_stop_cases_also_a_suspended_primary_one_H3(bool administrator, bool primary, AccountState state, bool may)
    {
        var person = new Standing(Firm, Guid.NewGuid(), Kind.Staff, administrator, primary, Permission.Both);
        Assert.Equal(may, StopRule.MayStop(person, state, CaseKind.Access, Subject));
        Assert.Equal(may, StopRule.MayStop(person, state, CaseKind.HandOver, Subject));
    }

    [Theory]
    [InlineData(CaseKind.HandOver, true)]
    [InlineData(CaseKind.Access, false)]
    [InlineData(CaseKind.RemoveCode, false)]
    public void Whoever_is_to_have_the_role_may_decline_W2(CaseKind kind, bool may) =>
        Assert.Equal(may, StopRule.MayStop(new Standing(Firm, Subject, Kind.Staff, false, false, Permission.None), AccountState.Active, kind, Subject));

    [Theory]
    [InlineData(CaseState.Open, false, StopEffect.Freeze)]
    [InlineData(CaseState.Submitted, false, StopEffect.Freeze)]
    [InlineData(CaseState.Approved, false, StopEffect.Freeze)]
    [InlineData(CaseState.Approved, true, StopEffect.EndHandOver)]
    [InlineData(CaseState.Rejected, true, StopEffect.TooLate)]
    [InlineData(CaseState.Done, true, StopEffect.TooLate)]
    [InlineData(CaseState.Withdrawn, true, StopEffect.TooLate)]
    [InlineData(CaseState.Stopped, true, StopEffect.TooLate)]
    public void What_a_click_does_depends_on_where_the_case_stands(CaseState state, bool underNotice, StopEffect effect)
    {
        Assert.Equal(effect, StopRule.Of(CaseKind.HandOver, state, underNotice, frozen: false, bySuspended: false, suspends: false));
        Assert.Equal(effect == StopEffect.EndHandOver ? StopEffect.Freeze : effect, StopRule.Of(CaseKind.HandOver, state, underNotice, frozen: false, bySuspended: true, suspends: false));
        Assert.Equal(effect == StopEffect.EndHandOver ? StopEffect.Freeze : effect, StopRule.Of(CaseKind.Access, state, underNotice, frozen: false, bySuspended: false, suspends: false));
        Assert.Equal(effect == StopEffect.TooLate ? effect : StopEffect.AlreadyFrozen, StopRule.Of(CaseKind.HandOver, state, underNotice, frozen: true, bySuspended: false, suspends: false));
    }

    [Theory]
    [InlineData(CaseState.Submitted, true)]
    [InlineData(CaseState.Submitted, false)]
    [InlineData(CaseState.Approved, true)]
    public void A_hand_over_that_keeps_somebody_out_is_ended_frozen_or_not_but_not_by_them_W2(CaseState state, bool frozen)
    {
        Assert.Equal(StopEffect.EndHandOver, StopRule.Of(CaseKind.HandOver, state, underNotice: false, frozen, bySuspended: false, suspends: true));
        Assert.Equal(frozen ? StopEffect.AlreadyFrozen : StopEffect.Freeze, StopRule.Of(CaseKind.HandOver, state, underNotice: false, frozen, bySuspended: true, suspends: true));
    }
}
