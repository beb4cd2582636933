namespace Daypass.Domain.Tests;

/// <summary>What a case waits for: the story of a case, and one thing changes.</summary>
public class CaseNextRuleTests
{
    private static readonly DateTimeOffset Now = Times.Monday;

    [Theory]
    [InlineData(CaseState.Open, CaseNext.CollectEvidence)]
    [InlineData(CaseState.Open, CaseNext.CollectEvidence, CaseCheckKind.Requester)]
    [InlineData(CaseState.Open, CaseNext.Submit, CaseCheckKind.Requester, CaseCheckKind.Letter)]
    [InlineData(CaseState.Submitted, CaseNext.CallBack, CaseCheckKind.Requester, CaseCheckKind.Letter)]
    [InlineData(CaseState.Submitted, CaseNext.Decide, CaseCheckKind.Requester, CaseCheckKind.Letter, CaseCheckKind.CallBack)]
    [InlineData(CaseState.Submitted, CaseNext.Decide, CaseCheckKind.Requester, CaseCheckKind.Letter, CaseCheckKind.AdministratorConfirmed)]
    [InlineData(CaseState.Approved, CaseNext.Use, CaseCheckKind.Requester, CaseCheckKind.Letter, CaseCheckKind.CallBack)]
    [InlineData(CaseState.Done, CaseNext.Nothing)]
    [InlineData(CaseState.Rejected, CaseNext.Nothing)]
    [InlineData(CaseState.Withdrawn, CaseNext.Nothing)]
    [InlineData(CaseState.Stopped, CaseNext.Nothing)]
    public void Follows_from_the_state_and_the_checklist(CaseState state, CaseNext next, params CaseCheckKind[] checks) =>
        Assert.Equal(next, Next(CaseKind.Access, state, checks: checks));

    [Fact]
    public void A_removal_needs_no_letter_H5()
    {
        Assert.Equal(CaseNext.Submit, Next(CaseKind.RemoveCode, CaseState.Open, checks: CaseCheckKind.Requester));
        Assert.Equal(CaseNext.CollectEvidence, Next(CaseKind.HandOver, CaseState.Open, checks: CaseCheckKind.Requester));
    }

    [Theory]
    [InlineData(CaseState.Open)]
    [InlineData(CaseState.Submitted)]
    [InlineData(CaseState.Approved)]
    public void Frozen_it_waits_for_the_freeze_to_be_lifted_whatever_else_it_lacks_H3(CaseState state) =>
        Assert.Equal(CaseNext.LiftFreeze, CaseNextRule.Of(CaseKind.Access, state, closed: false, frozen: true, [], secondMissing: true, Now));

    [Fact]
    public void Closed_it_waits_for_nothing_also_when_it_was_frozen() =>
        Assert.Equal(CaseNext.Nothing, CaseNextRule.Of(CaseKind.Access, CaseState.Rejected, closed: true, frozen: true, [], secondMissing: false, Now));

    [Fact]
    public void A_drill_waits_for_nothing_once_it_was_approved() =>
        Assert.Equal(CaseNext.Nothing, CaseNextRule.Of(CaseKind.Access, CaseState.Approved, closed: true, frozen: false, [], secondMissing: false, Now));

    [Fact]
    public void The_wait_is_over_after_24_hours_and_not_a_moment_before_H3()
    {
        CaseCheckFact[] checks = [new(CaseCheckKind.Requester, Now), new(CaseCheckKind.Letter, Now), new(CaseCheckKind.Wait, Now)];
        Assert.Equal(CaseNext.Wait, CaseNextRule.Of(CaseKind.Access, CaseState.Submitted, false, false, checks, false, (Now + CaseRule.Wait).JustBefore()));
        Assert.Equal(CaseNext.Decide, CaseNextRule.Of(CaseKind.Access, CaseState.Submitted, false, false, checks, false, Now + CaseRule.Wait));
    }

    [Fact]
    public void Approved_in_a_wave_it_waits_for_the_second_technician_H4() =>
        Assert.Equal(CaseNext.SecondApproval, CaseNextRule.Of(CaseKind.Access, CaseState.Approved, false, false, [], secondMissing: true, Now));

    [Fact]
    public void An_approved_hand_over_waits_for_its_notice_W2() => Assert.Equal(CaseNext.Notice, Next(CaseKind.HandOver, CaseState.Approved));

    [Fact]
    public void It_is_the_representatives_turn_until_the_case_is_submitted_then_the_technicians_H4()
    {
        var whose = Enum.GetValues<CaseNext>().ToDictionary(x => x, CaseNextRule.Whose);
        Assert.Equal([CaseNext.CollectEvidence, CaseNext.Submit], whose.Where(x => x.Value == AgentRole.Representative).Select(x => x.Key));
        Assert.Equal([CaseNext.Notice, CaseNext.Nothing], whose.Where(x => x.Value is null).Select(x => x.Key));
    }

    private static CaseNext Next(CaseKind kind, CaseState state, params CaseCheckKind[] checks) =>
        CaseNextRule.Of(kind, state, closed: false, frozen: false, [.. checks.Select(x => new CaseCheckFact(x, Now))], secondMissing: false, Now);
}
