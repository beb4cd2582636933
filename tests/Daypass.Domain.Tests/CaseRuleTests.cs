using static Daypass.Domain.Tests.Times;

namespace Daypass.Domain.Tests;

// H3, H4, W2, W3. A case that may be approved, and one change each.
public class CaseRuleTests
{
    private static CaseCheckFact Done(CaseCheckKind kind, TimeSpan ago = default) => new(kind, Monday - ago);

    private static readonly CaseCheckFact[] Complete = [Done(CaseCheckKind.Requester), Done(CaseCheckKind.Letter), Done(CaseCheckKind.CallBack)];

    private static CaseRefusal? Approve(CaseCheckFact[]? checks = null, CaseKind kind = CaseKind.Access, CaseState state = CaseState.Submitted, bool frozen = false,
        AgentRole role = AgentRole.Technician, bool prepared = false) => CaseRule.WhyNotApprove(kind, state, frozen, checks ?? Complete, role, prepared, Monday);

    private static CaseRefusal? Use(CaseState state = CaseState.Approved, bool frozen = false, bool drill = false, bool used = false, bool secondMissing = false, DateTimeOffset? now = null) =>
        CaseRule.WhyNotUse(state, frozen, drill, Monday + CaseRule.ApprovalLife, used, secondMissing, now ?? Monday);

    [Fact]
    public void A_complete_case_is_approved_by_a_technician_who_did_not_prepare_it()
    {
        Assert.Null(Approve());
        Assert.Equal(CaseRefusal.NotYours, Approve(role: AgentRole.Representative));
        Assert.Equal(CaseRefusal.NotYours, Approve(prepared: true));
    }

    [Fact]
    public void Every_missing_piece_of_evidence_is_a_refusal_of_its_own()
    {
        Assert.Equal(CaseRefusal.RequesterMissing, Approve([.. Complete.Where(x => x.Kind != CaseCheckKind.Requester)]));
        Assert.Equal(CaseRefusal.LetterMissing, Approve([.. Complete.Where(x => x.Kind != CaseCheckKind.Letter)]));
        Assert.Equal(CaseRefusal.CallBackMissing, Approve([.. Complete.Where(x => x.Kind != CaseCheckKind.CallBack)]));
    }

    [Fact]
    public void Removing_a_code_needs_no_letter_but_everything_else_H5()
    {
        CaseCheckFact[] noLetter = [.. Complete.Where(x => x.Kind != CaseCheckKind.Letter)];
        Assert.Null(Approve(noLetter, CaseKind.RemoveCode));
        Assert.Equal(CaseRefusal.LetterMissing, Approve(noLetter, CaseKind.HandOver));
        Assert.Equal(CaseRefusal.CallBackMissing, Approve([Done(CaseCheckKind.Requester)], CaseKind.RemoveCode));
    }

    [Fact]
    public void Another_administrator_or_24_hours_stand_for_the_call_back()
    {
        CaseCheckFact[] rest = [.. Complete.Where(x => x.Kind != CaseCheckKind.CallBack)];
        Assert.Null(Approve([.. rest, Done(CaseCheckKind.AdministratorConfirmed)]));
        Assert.Equal(CaseRefusal.WaitNotOver, Approve([.. rest, Done(CaseCheckKind.Wait, CaseRule.Wait - TimeSpan.FromTicks(1))]));
        Assert.Null(Approve([.. rest, Done(CaseCheckKind.Wait, CaseRule.Wait)]));
    }

    [Theory]
    [InlineData(CaseState.Open)]
    [InlineData(CaseState.Approved)]
    [InlineData(CaseState.Rejected)]
    [InlineData(CaseState.Done)]
    [InlineData(CaseState.Withdrawn)]
    [InlineData(CaseState.Stopped)]
    public void Only_a_submitted_case_is_approved(CaseState state) => Assert.Equal(CaseRefusal.WrongState, Approve(state: state));

    [Fact]
    public void A_frozen_case_does_not_move()
    {
        Assert.Equal(CaseRefusal.Frozen, Approve(frozen: true));
        Assert.Equal(CaseRefusal.Frozen, CaseRule.WhyNotSubmit(CaseKind.Access, CaseState.Open, frozen: true, Complete));
        Assert.Equal(CaseRefusal.Frozen, Use(frozen: true));
    }

    [Fact]
    public void A_case_is_submitted_with_requester_and_letter_and_before_any_call_back()
    {
        Assert.Null(CaseRule.WhyNotSubmit(CaseKind.Access, CaseState.Open, frozen: false, [.. Complete.Take(2)]));
        Assert.Equal(CaseRefusal.RequesterMissing, CaseRule.WhyNotSubmit(CaseKind.Access, CaseState.Open, frozen: false, []));
        Assert.Equal(CaseRefusal.LetterMissing, CaseRule.WhyNotSubmit(CaseKind.Access, CaseState.Open, frozen: false, [Done(CaseCheckKind.Requester)]));
        Assert.Equal(CaseRefusal.WrongState, CaseRule.WhyNotSubmit(CaseKind.Access, CaseState.Submitted, frozen: false, Complete));
    }

    [Fact]
    public void An_approval_is_good_for_an_hour_and_once()
    {
        Assert.Null(Use(now: (Monday + CaseRule.ApprovalLife).JustBefore()));
        Assert.Equal(CaseRefusal.ApprovalExpired, Use(now: Monday + CaseRule.ApprovalLife));
        Assert.Equal(CaseRefusal.ApprovalUsed, Use(used: true));
        Assert.Equal(CaseRefusal.SecondApprovalMissing, Use(secondMissing: true));
        Assert.Equal(CaseRefusal.WrongState, Use(CaseState.Rejected));
    }

    [Fact]
    public void A_drill_is_refused_before_anything_else_is_asked() => Assert.Equal(CaseRefusal.Drill, Use(drill: true, used: true, frozen: true));

    [Fact]
    public void A_contact_is_called_when_it_is_unchanged_for_30_days()
    {
        Assert.False(CaseRule.MayBeCalled(Monday, (Monday + CaseRule.ContactAge).JustBefore()));
        Assert.True(CaseRule.MayBeCalled(Monday, Monday + CaseRule.ContactAge));
    }

    [Theory]
    [InlineData(CaseKind.Access, Kind.Client, false, false, false)]
    [InlineData(CaseKind.Access, Kind.Staff, false, false, false)]
    [InlineData(CaseKind.Access, Kind.Staff, true, false, true)]
    [InlineData(CaseKind.Access, Kind.Staff, true, true, true)]
    [InlineData(CaseKind.RemoveCode, Kind.Client, false, false, true)]
    [InlineData(CaseKind.RemoveCode, Kind.Staff, false, false, true)]
    [InlineData(CaseKind.HandOver, Kind.Client, false, false, false)]
    [InlineData(CaseKind.HandOver, Kind.Staff, false, false, true)]
    [InlineData(CaseKind.HandOver, Kind.Staff, true, true, false)]
    public void Clients_and_ordinary_staff_are_sent_back_to_their_firm_W3(CaseKind kind, Kind side, bool administrator, bool primary, bool may) =>
        Assert.Equal(may, CaseRule.IsForSupport(kind, new Standing(Guid.Empty, Guid.Empty, side, administrator, primary, Permission.Both)));

    [Theory]
    [InlineData(5, 20, false)]
    [InlineData(6, 6, true)]
    [InlineData(1, 21, true)]
    public void A_wave_is_more_than_5_for_one_firm_or_20_overall(int forFirm, int overall, bool on) => Assert.Equal(on, WaveRule.IsOn(new CasesInHour(forFirm, overall)));
}
