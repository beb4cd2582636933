using Daypass.Domain;
using Xunit;

namespace Daypass.Domain.Tests;

public class DrillRuleTests
{
    [Theory]
    [InlineData(CaseState.Rejected, false, DrillOutcome.Caught)]
    [InlineData(CaseState.Withdrawn, false, DrillOutcome.Caught)]
    [InlineData(CaseState.Withdrawn, true, DrillOutcome.Called)]
    [InlineData(CaseState.Approved, false, DrillOutcome.Missed)]
    [InlineData(CaseState.Approved, true, DrillOutcome.Missed)]
    [InlineData(CaseState.Submitted, false, DrillOutcome.Running)]
    public void A_drill_is_caught_by_a_no_missed_by_an_approval_and_called_by_who_started_it(CaseState end, bool byStarter, DrillOutcome outcome) =>
        Assert.Equal(outcome, DrillRule.OutcomeOf(end, byStarter));
}
